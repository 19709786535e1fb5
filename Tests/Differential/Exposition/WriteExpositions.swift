import PrometheusMetrics

// Writes random expositions for another reader: a line of JSON for each, with the body and what it must be read as. What
// is expected is worked out here from the observations, not by the library.
//
//     write-expositions COUNT SEED

@main
enum WriteExpositions {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[1]), let seed = UInt64(arguments[2]) else {
            print("usage: write-expositions COUNT SEED")
            return
        }
        var generator = Generator(state: seed)
        for number in 0..<count {
            let format: ExpositionFormat = number % 2 == 0 ? .text : .openMetrics
            try print(Exposition(format, using: &generator).json)
        }
    }
}

/// Sebastiano Vigna's splitmix64.
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A registry with random metrics, its exposition, and what that says.
struct Exposition {
    private let format: ExpositionFormat
    private let registry = MetricRegistry { 1_234_567.875 }
    private var families: [String] = []

    private static let clock = 1_234_567.875

    init(_ format: ExpositionFormat, using generator: inout Generator) throws {
        self.format = format
        for number in 0..<Int.random(in: 1...4, using: &generator) {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: try addCounter("c\(number)_seconds", using: &generator)
            case 1: try addFloatCounter("f\(number)", using: &generator)
            case 2: try addGauge("g\(number)_bytes", using: &generator)
            default: try addHistogram("h\(number):x", using: &generator)
            }
        }
    }

    var json: String {
        let body = String(decoding: registry.exposition(format, created: true), as: UTF8.self)
        return
            "{\"format\":\(quote("\(format)")),\"body\":\(quote(body)),\"families\":[\(families.joined(separator: ","))]}"
    }

    private mutating func addCounter(_ base: String, using generator: inout Generator) throws {
        let help = text(using: &generator)
        let names = labelNames(using: &generator)
        let family = try registry.counterFamily(base + "_total", help: help, labels: names)
        var samples: [String] = []
        for values in series(names, using: &generator) {
            let amount = Int.random(in: 0...(1 << 53), using: &generator)
            try family.with(values).increment(by: amount)
            samples.append(sample(base + "_total", names, values, Double(amount)))
            if format == .openMetrics { samples.append(sample(base + "_created", names, values, Self.clock)) }
        }
        add(base, "counter", help, samples)
    }

    private mutating func addFloatCounter(_ base: String, using generator: inout Generator) throws {
        let help = text(using: &generator)
        let amount = number(using: &generator).magnitude
        let counter = try registry.floatCounter(base + "_total", help: help)
        if amount >= 0 { counter.add(amount) }
        var samples = [sample(base + "_total", [], [], amount >= 0 ? amount : 0)]
        if format == .openMetrics { samples.append(sample(base + "_created", [], [], Self.clock)) }
        add(base, "counter", help, samples)
    }

    private mutating func addGauge(_ name: String, using generator: inout Generator) throws {
        let help = text(using: &generator)
        let names = labelNames(using: &generator)
        let family = try registry.gaugeFamily(name, help: help, labels: names)
        var samples: [String] = []
        for values in series(names, using: &generator) {
            let value = number(using: &generator)
            try family.with(values).set(value)
            samples.append(sample(name, names, values, value))
        }
        add(name, "gauge", help, samples)
    }

    private mutating func addHistogram(_ name: String, using generator: inout Generator) throws {
        let help = text(using: &generator)
        let names = labelNames(using: &generator)
        let bounds = Set(
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                Double.random(in: 0.001...1e7, using: &generator)
            }
        ).sorted()
        let family = try registry.histogramFamily(name, help: help, labels: names, buckets: bounds)
        var samples: [String] = []
        for values in series(names, using: &generator) {
            // Whole numbers, so that their sum does not depend on the order.
            let observed = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                Double.random(in: 0...2e7, using: &generator).rounded()
            }
            let histogram = try family.with(values)
            for value in observed {
                histogram.observe(
                    value,
                    trace: TraceReference(traceID: (generator.next(), generator.next()), spanID: generator.next())
                )
            }
            for bound in bounds + [.infinity] {
                let count = observed.count { $0 <= bound }
                samples.append(sample(name + "_bucket", names, values, Double(count), bound: bound))
            }
            samples.append(sample(name + "_sum", names, values, observed.reduce(0, +)))
            samples.append(sample(name + "_count", names, values, Double(observed.count)))
            if format == .openMetrics { samples.append(sample(name + "_created", names, values, Self.clock)) }
        }
        add(name, "histogram", help, samples)
    }

    private mutating func add(_ name: String, _ type: String, _ help: String, _ samples: [String]) {
        families.append(
            "{\"name\":\(quote(name)),\"type\":\(quote(type)),\"help\":\(quote(help)),\"samples\":[\(samples.joined(separator: ","))]}"
        )
    }

    /// Numbers go as bits: JSON has neither NaN nor a way to say which Double is meant.
    private func sample(
        _ name: String,
        _ names: [String],
        _ values: [String],
        _ value: Double,
        bound: Double? = nil
    ) -> String {
        let labels = zip(names, values).map { "[\(quote($0)),\(quote($1))]" }.joined(separator: ",")
        let bits = bound.map { ",\"bound\":\"\($0.bitPattern)\"" } ?? ""
        return "{\"name\":\(quote(name)),\"labels\":[\(labels)],\"value\":\"\(value.bitPattern)\"\(bits)}"
    }

    private func labelNames(using generator: inout Generator) -> [String] {
        Array(
            ["a", "B_2", "c_", "quantile"].shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator))
        )
    }

    private func series(_ names: [String], using generator: inout Generator) -> [[String]] {
        if names.isEmpty { return [[]] }
        // The number makes them differ; without it two might be alike by chance.
        return (0..<Int.random(in: 1...3, using: &generator)).map { number in
            names.map { _ in "\(number)" + text(using: &generator) }
        }
    }

    /// Text that wants escaping, within brackets: Python's parser strips white space from the ends of a line.
    private func text(using generator: inout Generator) -> String {
        let usual: [Unicode.Scalar] = [
            "\\", "\n", "\"", "\\", "n", "{", "}", ",", "=", "#", " ", "\t", "\r", "\0", "é", "日",
        ]
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let isUsual = Bool.random(using: &generator)
            let code = UInt32.random(in: 0...0x10FFFF, using: &generator)
            scalars.append((isUsual ? usual.randomElement(using: &generator) : Unicode.Scalar(code)) ?? "x")
        }
        return "[\(String(scalars))]"
    }

    private func number(using generator: inout Generator) -> Double {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
            [0, -0.0, 1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e22, 0.1]
                .randomElement(using: &generator) ?? 0
        case 1: Double(Int.random(in: -(1 << 60)...(1 << 60), using: &generator))
        case 2: Double.random(in: -10...10, using: &generator)
        default: Double(bitPattern: generator.next())
        }
    }
}

/// A JSON string (RFC 8259, section 7).
func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        if scalar == "\"" || scalar == "\\" {
            quoted += "\\\(scalar)"
        } else if scalar.value < 0x20 {
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
            quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
