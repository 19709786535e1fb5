/// Builds an exposition, line by line, in either format.
///
/// Sources: https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details;
/// OpenMetrics 1.0.0, "Text format".
struct ExpositionEncoder {
    let format: ExpositionFormat
    /// Whether OpenMetrics' `_created` samples are written.
    let showsCreated: Bool
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: how many bytes to expect.
    init(_ format: ExpositionFormat, showsCreated: Bool, capacity: Int) {
        self.format = format
        self.showsCreated = showsCreated && format == .openMetrics
        bytes.reserveCapacity(capacity)
    }

    /// The lines that open a family.
    mutating func header(_ descriptor: MetricDescriptor) {
        switch format {
        case .text:
            help(descriptor.name, descriptor.help)
            metadata("TYPE", descriptor.name, descriptor.type.rawValue)
        case .openMetrics:
            metadata("TYPE", descriptor.familyName, descriptor.type.rawValue)
            if let unit = descriptor.unit { metadata("UNIT", descriptor.familyName, unit) }
            help(descriptor.familyName, descriptor.help)
        }
    }

    /// A sample line with a whole value, and what was observed last, where the format knows exemplars.
    mutating func sample(_ series: Series, _ value: Int, _ exemplar: Exemplar? = nil) {
        // Most lines of a scrape are these. Room for each is reserved once: an array that is asked for room for every
        // piece takes longer to look after its storage than to copy.
        bytes.append(addingCapacity: series.maximumSize + Self.decimalSize + 1) { line in
            line.append(series)
            line.append(decimal: value)
            if exemplar == nil || format == .text { line.append(UInt8(ascii: "\n")) }
        }
        if let exemplar, format == .openMetrics {
            append(exemplar)
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    /// A sample line with a floating-point value.
    mutating func sample(_ series: Series, _ value: Double, _ exemplar: Exemplar? = nil) {
        append(series)
        append(value)
        if let exemplar, format == .openMetrics { append(exemplar) }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// When a series began, where that is asked for.
    mutating func created(_ descriptor: MetricDescriptor, labels: [UInt8], _ seconds: Double) {
        guard showsCreated else { return }
        append(Series(name: descriptor.familyNameBytes, suffix: "_created", labels: labels))
        append(timestamp: seconds)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The line that must come last.
    mutating func end() {
        if format == .openMetrics { append("# EOF\n") }
    }

    private mutating func help(_ name: String, _ text: String) {
        append("# HELP ")
        bytes.append(contentsOf: name.utf8)
        append(" ")
        bytes.append(contentsOf: text.utf8, escapingQuotes: format == .openMetrics)
        append("\n")
    }

    private mutating func metadata(_ keyword: StaticString, _ name: String, _ value: String) {
        append("# ")
        append(keyword)
        append(" ")
        bytes.append(contentsOf: name.utf8)
        append(" ")
        bytes.append(contentsOf: value.utf8)
        append("\n")
    }

    /// The name and the labels of a sample, in parts that were rendered before.
    struct Series {
        let name: [UInt8]
        var suffix: StaticString = ""
        let labels: [UInt8]
        var boundLabel: [UInt8] = []

        /// How many bytes it takes at most, with braces, comma and the space after it.
        var maximumSize: Int { name.count + suffix.utf8CodeUnitCount + labels.count + boundLabel.count + 4 }
    }

    private mutating func append(_ series: Series) {
        bytes.append(addingCapacity: series.maximumSize) { $0.append(series) }
    }

    private mutating func append(_ exemplar: Exemplar) {
        append(" # {trace_id=\"")
        append(hexadecimal: exemplar.trace.traceID.high)
        append(hexadecimal: exemplar.trace.traceID.low)
        append("\",span_id=\"")
        append(hexadecimal: exemplar.trace.spanID)
        append("\"} ")
        append(exemplar.value)
        bytes.append(UInt8(ascii: " "))
        append(timestamp: exemplar.timestamp)
    }

    private mutating func append(_ value: Double) {
        // Most are whole: counts kept as Double, gauges.
        if let whole = NumberFormat.whole(value) { append(whole) } else { append(text: NumberFormat.value(value)) }
    }

    /// Seconds since 1970 to the millisecond.
    private mutating func append(timestamp seconds: Double) {
        append(text: NumberFormat.value((seconds * 1000).rounded() / 1000))
    }

    private mutating func append(_ number: Int) {
        bytes.append(addingCapacity: Self.decimalSize) { $0.append(decimal: number) }
    }

    /// The digits of the largest number, and a sign.
    private static let decimalSize = 20

    private mutating func append(hexadecimal value: UInt64) {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> shift) & 0xF
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    private mutating func append(text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(_ series: ExpositionEncoder.Series) {
        append(copying: series.name.span)
        append(
            copying: UnsafeBufferPointer(start: series.suffix.utf8Start, count: series.suffix.utf8CodeUnitCount).span
        )
        if !series.labels.isEmpty || !series.boundLabel.isEmpty {
            append(UInt8(ascii: "{"))
            append(copying: series.labels.span)
            if !series.labels.isEmpty && !series.boundLabel.isEmpty { append(UInt8(ascii: ",")) }
            append(copying: series.boundLabel.span)
            append(UInt8(ascii: "}"))
        }
        append(UInt8(ascii: " "))
    }

    @inline(__always)
    private mutating func append(copying source: Span<UInt8>) {
        withUnsafeMutableBufferPointer { buffer, count in
            precondition(source.count <= buffer.count - count, "the line is longer than the room reserved for it")
            source.withUnsafeBufferPointer { bytes in
                if let start = buffer.baseAddress, let from = bytes.baseAddress {
                    (start + count).initialize(from: from, count: bytes.count)
                }
            }
            count += source.count
        }
    }

    /// Decimal digits, written without a `String` in between.
    fileprivate mutating func append(decimal number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        var digits = 1
        var power: UInt = 10
        while digits < 19, rest >= power {
            digits += 1
            power *= 10
        }
        withUnsafeMutableBufferPointer { buffer, count in
            precondition(digits <= buffer.count - count, "the line is longer than the room reserved for it")
            var index = count + digits
            while index > count {
                index -= 1
                buffer.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            }
            count += digits
        }
    }
}
