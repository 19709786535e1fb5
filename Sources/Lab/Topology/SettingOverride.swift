/// A client's setting that replaces the lab's: `full:RETRY_MAX_ATTEMPTS=2`, or without a mode for the clients of all.
///
/// Pure. What the services do not accept they refuse themselves when they start.
struct SettingOverride: Equatable, Sendable, Codable, CustomStringConvertible {
    /// nil: every mode.
    let mode: Mode?
    let name: String
    let value: String

    /// What the lab cannot do without.
    static let reserved: Set<String> = [
        "HOST", "PORT", "ADMIN_HOST", "ADMIN_PORT", "ADMIN_TOKEN", "BACKEND_URL", "POD_NAME",
    ]

    /// Reads `[MODE:]NAME=VALUE`; nil where it is none, or the setting is the lab's own.
    init?(_ text: String) {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        let left = text[..<sign].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard left.count <= 2, let name = left.last, name.first?.isLetter == true,
            name.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }),
            !Self.reserved.contains(name)
        else { return nil }
        if left.count == 2 {
            guard let mode = Mode(rawValue: left[0]) else { return nil }
            self.mode = mode
        } else {
            // All clients in one mode, under the names of four, would compare nothing.
            guard name != "RESILIENCE_MODE" else { return nil }
            mode = nil
        }
        self.name = name
        value = String(text[text.index(after: sign)...])
    }

    var description: String { "\(mode.map { "\($0.rawValue):" } ?? "")\(name)=\(value)" }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no setting: \(text)")
        }
        self = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
