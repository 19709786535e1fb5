/// One media range of an `Accept` field, as far as it matters to a scrape (RFC 9110, 12.5.1).
struct AcceptClause {
    let type: String
    let subtype: String
    /// The `version` parameter, if there is one. Others, such as `charset` and `escaping`, change nothing here: names are
    /// legal in every escaping scheme.
    let version: String?
    /// 0 (not acceptable) to 1000.
    let quality: Int
    /// Its place in the field.
    let position: Int

    /// The clauses of a field, in its order. What cannot be read as a clause is left out.
    static func parse(_ field: String) -> [AcceptClause] {
        split(field, at: ",").enumerated().compactMap { position, text in AcceptClause(text, position: position) }
    }

    private init?(_ text: Substring, position: Int) {
        let parts = Self.split(text, at: ";")
        let range = parts[0].lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard range.count == 2, range.allSatisfy({ !$0.isEmpty }) else { return nil }
        var version: String?
        var quality = 1000
        for parameter in parts.dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let value = Self.unquoted(Self.trimmed(pair[1]))
            switch Self.trimmed(pair[0]).lowercased() {
            case "q":
                guard let weight = Self.weight(value) else { return nil }
                quality = weight
            case "version": version = value
            default: break
            }
        }
        self.init(
            type: String(range[0]),
            subtype: String(range[1]),
            version: version,
            quality: quality,
            position: position
        )
    }

    private init(type: String, subtype: String, version: String?, quality: Int, position: Int) {
        self.type = type
        self.subtype = subtype
        self.version = version
        self.quality = quality
        self.position = position
    }

    /// How closely the clause names the format: 3 with the version, 2 without, 1 by `type/*`, 0 by `*/*`; nil where it
    /// does not fit.
    func specificity(for format: ExpositionFormat) -> Int? {
        let (type, subtype) = format.mediaType
        switch (self.type, self.subtype) {
        case ("*", "*"): return 0
        case (type, "*"): return 1
        case (type, subtype):
            guard let version else { return 2 }
            return version == format.version ? 3 : nil
        default: return nil
        }
    }

    /// Whether the format it decides on is to be taken before that of `other`.
    func isPreferred(to other: AcceptClause) -> Bool {
        if quality != other.quality { return quality > other.quality }
        if isWildcard != other.isWildcard { return other.isWildcard }
        return position < other.position
    }

    private var isWildcard: Bool { subtype == "*" }

    /// A weight in thousandths; nil where it is none (RFC 9110, 12.4.2).
    private static func weight(_ text: String) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, whole == "0" || whole == "1" else { return nil }
        var thousandths = 0
        if parts.count > 1 {
            let digits = parts[1]
            guard digits.count <= 3, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { return nil }
            thousandths = Int(digits + String(repeating: "0", count: 3 - digits.count)) ?? 0
        }
        let weight = (whole == "1" ? 1000 : 0) + thousandths
        return weight <= 1000 ? weight : nil
    }

    /// The parts between separators that stand in no quoted string, without the white space around them.
    private static func split(_ text: some StringProtocol, at separator: Character) -> [Substring] {
        var isQuoted = false
        var isEscaped = false
        let parts = Substring(text).split(omittingEmptySubsequences: false) { character in
            defer { isEscaped = isQuoted && character == "\\" && !isEscaped }
            if character == "\"" && !isEscaped { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
        return parts.map(trimmed)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        return text.dropFirst().dropLast().filter { $0 != "\\" }
    }
}

extension [AcceptClause] {
    /// The clause that decides on a format: the most specific, of several the one with the highest quality.
    func best(for format: ExpositionFormat) -> AcceptClause? {
        var best: (specificity: Int, clause: AcceptClause)?
        for clause in self {
            guard let specificity = clause.specificity(for: format) else { continue }
            if let best, (best.specificity, best.clause.quality) >= (specificity, clause.quality) { continue }
            best = (specificity, clause)
        }
        return best?.clause
    }
}
