/// Builds an exposition in the Prometheus text format 0.0.4.
///
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details
struct TextEncoder {
    private(set) var bytes: [UInt8] = []

    /// The HELP and TYPE lines that open a family.
    mutating func header(_ descriptor: MetricDescriptor) {
        append("# HELP ")
        append(descriptor.name)
        append(" ")
        bytes.append(contentsOf: descriptor.help.utf8, escapingQuotes: false)
        append("\n# TYPE ")
        append(descriptor.name)
        append(" ")
        append(descriptor.type.rawValue)
        append("\n")
    }

    /// A sample line with a whole value.
    mutating func sample(
        _ name: String,
        suffix: String = "",
        labels: [UInt8],
        boundLabel: [UInt8] = [],
        value: Int
    ) {
        series(name, suffix, labels, boundLabel)
        append(String(value))
        append("\n")
    }

    /// A sample line with a floating-point value.
    mutating func sample(_ name: String, suffix: String = "", labels: [UInt8], value: Double) {
        series(name, suffix, labels, [])
        append(NumberFormat.value(value))
        append("\n")
    }

    private mutating func series(_ name: String, _ suffix: String, _ labels: [UInt8], _ boundLabel: [UInt8]) {
        append(name)
        append(suffix)
        if !labels.isEmpty || !boundLabel.isEmpty {
            append("{")
            bytes.append(contentsOf: labels)
            if !labels.isEmpty && !boundLabel.isEmpty { append(",") }
            bytes.append(contentsOf: boundLabel)
            append("}")
        }
        append(" ")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
