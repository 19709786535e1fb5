/// What is the same for all series of a metric, checked when it is made.
struct MetricDescriptor: Sendable {
    let name: String
    let help: String
    let type: MetricType
    let labelNames: [String]
    /// OpenMetrics' name of the family: that of a counter lacks `_total`.
    let familyName: String
    /// The base unit that the family's name ends in, if any.
    let unit: String?
    /// `name` and `familyName` as a scrape copies them.
    let nameBytes: [UInt8]
    let familyNameBytes: [UInt8]

    init(name: String, help: String, type: MetricType, labelNames: [String]) throws(MetricError) {
        guard Self.isLegal(name, allowingColon: true), !name.hasPrefix("_") else { throw .invalidName(name) }
        familyName = try Self.familyName(name, type)
        var seen: Set<String> = []
        for label in labelNames {
            guard Self.isLegal(label, allowingColon: false) else { throw .invalidLabel(metric: name, label: label) }
            if label.hasPrefix("_") || (type == .histogram && label == "le") {
                throw .reservedLabel(metric: name, label: label)
            }
            guard seen.insert(label).inserted else { throw .duplicateLabel(metric: name, label: label) }
        }
        self.name = name
        self.help = help
        self.type = type
        self.labelNames = labelNames
        unit = BaseUnit.suffix(of: familyName)
        nameBytes = Array(name.utf8)
        familyNameBytes = Array(familyName.utf8)
    }

    /// Every name that the metric's family and samples have in either format: two metrics may share none.
    var exposedNames: [String] {
        switch type {
        case .counter: [familyName, name, familyName + "_created"]
        case .gauge: [name]
        case .histogram: [name, name + "_bucket", name + "_sum", name + "_count", name + "_created"]
        }
    }

    /// Refuses what OpenMetrics would take for a sample of another type ("Suffixes"), and a counter without its own.
    private static func familyName(_ name: String, _ type: MetricType) throws(MetricError) -> String {
        switch type {
        case .counter:
            guard name.hasSuffix("_total") else { throw .counterWithoutTotal(name) }
            return String(name.dropLast("_total".count))
        case .gauge, .histogram:
            for suffix in ["_total", "_created", "_bucket", "_count", "_sum"] where name.hasSuffix(suffix) {
                throw .reservedSuffix(metric: name, suffix: suffix)
            }
            return name
        }
    }

    func checkCount(of labelValues: [String]) throws(MetricError) {
        guard labelValues.count == labelNames.count else {
            throw .labelCountMismatch(metric: name, expected: labelNames.count, actual: labelValues.count)
        }
    }

    private static func isLegal(_ name: String, allowingColon: Bool) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || (allowingColon && byte == UInt8(ascii: ":"))
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
