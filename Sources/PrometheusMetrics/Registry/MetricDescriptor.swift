/// What is the same for all series of a metric, checked when it is made.
struct MetricDescriptor: Sendable {
    let name: String
    let help: String
    let type: MetricType
    let labelNames: [String]

    init(name: String, help: String, type: MetricType, labelNames: [String]) throws(MetricError) {
        guard Self.isLegal(name, allowingColon: true) else { throw .invalidName(name) }
        var seen: Set<String> = []
        for label in labelNames {
            guard Self.isLegal(label, allowingColon: false) else { throw .invalidLabel(metric: name, label: label) }
            if label.hasPrefix("__") || (type == .histogram && label == "le") {
                throw .reservedLabel(metric: name, label: label)
            }
            guard seen.insert(label).inserted else { throw .duplicateLabel(metric: name, label: label) }
        }
        self.name = name
        self.help = help
        self.type = type
        self.labelNames = labelNames
    }

    /// Every sample name the metric exposes or could be mistaken for.
    var sampleNames: [String] {
        switch type {
        case .counter, .gauge: [name]
        case .histogram: [name, name + "_bucket", name + "_sum", name + "_count"]
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
