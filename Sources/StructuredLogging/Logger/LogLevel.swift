/// How important a log line is.
public enum LogLevel: Int, Sendable, Comparable, CaseIterable {
    /// Detail for finding a fault; off in normal operation.
    case debug
    /// What the service does: started, request served, breaker opened.
    case info
    /// Something is wrong, but users are still served.
    case warn
    /// Something failed.
    case error

    /// The level with this ``name``, in lower case exactly; nil for any other text.
    public init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    /// The name as it stands in the line: `debug`, `info`, `warn`, `error`.
    public var name: String {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warn: "warn"
        case .error: "error"
        }
    }

    /// Whether `left` is less important than `right`.
    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}
