/// Checks what Prometheus itself accepts in silence: an exposition may be readable and still say something false.
///
/// Reads text format 0.0.4 strictly and gives every violation found; none means that the text keeps all invariants.
struct ExpositionChecker {
    struct Series: Hashable {
        var name: String
        var labels: [String: String]
    }

    private(set) var violations: [String] = []
    private(set) var samples: [Series: Double] = [:]
    private var types: [String: String] = [:]
    private var family = ""
    private var finished: Set<String> = []

    init(_ text: String) {
        if text.isEmpty { return }
        if text.last != "\n" { violations.append("no final line feed") }
        if text.utf8.contains(UInt8(ascii: "\r")) { violations.append("carriage return") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.last == "\n" ? 1 : 0) {
            if line.isEmpty {
                violations.append("empty line")
            } else if line.hasPrefix("# ") {
                readMetadata(line)
            } else {
                readSample(line)
            }
        }
        checkHistograms()
    }

    private mutating func readMetadata(_ line: Substring) {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count >= 3 else { return violations.append("bad metadata: \(line)") }
        let name = String(words[2])
        switch words[1] {
        case "HELP":
            enter(name)
        case "TYPE":
            if name != family { violations.append("TYPE without HELP: \(name)") }
            if types[name] != nil { violations.append("second TYPE: \(name)") }
            types[name] = words.count > 3 ? String(words[3]) : ""
        default:
            violations.append("unknown metadata: \(line)")
        }
    }

    private mutating func enter(_ name: String) {
        if name == family || !finished.insert(name).inserted { violations.append("family in two groups: \(name)") }
        family = name
    }

    private mutating func readSample(_ line: Substring) {
        guard let (series, rest) = SampleLine.parse(line) else { return violations.append("bad sample: \(line)") }
        guard let value = SampleLine.number(rest) else { return violations.append("bad value: \(line)") }
        if samples.updateValue(value, forKey: series) != nil { violations.append("duplicate series: \(line)") }
        let allowed = types[family] == "histogram" ? ["_bucket", "_sum", "_count"].map { family + $0 } : [family]
        if !allowed.contains(series.name) { violations.append("sample outside its family: \(line)") }
        if types[family] == nil { violations.append("sample without TYPE: \(line)") }
        if types[family] != "gauge", value < 0 { violations.append("negative count: \(line)") }
    }

    private mutating func checkHistograms() {
        for name in types.filter({ $0.value == "histogram" }).keys {
            var groups: [[String: String]: [(bound: Double, count: Double)]] = [:]
            for (series, value) in samples where series.name == name + "_bucket" {
                var labels = series.labels
                guard let text = labels.removeValue(forKey: "le"), let bound = SampleLine.number(text[...]) else {
                    violations.append("bucket without le: \(name)")
                    continue
                }
                groups[labels, default: []].append((bound, value))
            }
            for (series, _) in samples where series.name == name + "_count" && groups[series.labels] == nil {
                violations.append("no buckets: \(name) \(series.labels)")
            }
            for (labels, buckets) in groups { check(buckets.sorted { $0.bound < $1.bound }, of: name, labels) }
        }
    }

    private mutating func check(
        _ buckets: [(bound: Double, count: Double)],
        of name: String,
        _ labels: [String: String]
    ) {
        if zip(buckets, buckets.dropFirst()).contains(where: { $0.count > $1.count }) {
            violations.append("buckets not cumulative: \(name) \(labels)")
        }
        guard let last = buckets.last, last.bound == .infinity else {
            return violations.append("no +Inf bucket: \(name) \(labels)")
        }
        if samples[Series(name: name + "_count", labels: labels)] != last.count {
            violations.append("_count is not the +Inf bucket: \(name) \(labels)")
        }
        if samples[Series(name: name + "_sum", labels: labels)] == nil {
            violations.append("no _sum: \(name) \(labels)")
        }
    }
}

/// The parts of one sample line.
enum SampleLine {
    /// Name and labels, and what follows them; nil for anything the format does not allow.
    static func parse(_ line: Substring) -> (ExpositionChecker.Series, Substring)? {
        guard let end = line.firstIndex(where: { $0 == "{" || $0 == " " }), end != line.startIndex else { return nil }
        var series = ExpositionChecker.Series(name: String(line[..<end]), labels: [:])
        var rest = line[end...]
        if rest.first == "{" {
            rest.removeFirst()
            while rest.first != "}" {
                guard let (name, value) = label(&rest), series.labels.updateValue(value, forKey: name) == nil else {
                    return nil
                }
                if rest.first == "," { rest.removeFirst() } else if rest.first != "}" { return nil }
            }
            rest.removeFirst()
        }
        guard rest.first == " " else { return nil }
        return (series, rest.dropFirst())
    }

    static func number(_ text: Substring) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf": .infinity
        case "-Inf": -.infinity
        default: text.allSatisfy { "0123456789.e+-".contains($0) } ? Double(text) : nil
        }
    }

    private static func label(_ rest: inout Substring) -> (String, String)? {
        guard let equals = rest.firstIndex(of: "="), equals != rest.startIndex else { return nil }
        let name = String(rest[..<equals])
        rest = rest[rest.index(after: equals)...]
        guard rest.popFirst() == "\"" else { return nil }
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return (name, value)
            case "\\":
                switch rest.popFirst() {
                case "n": value.append("\n")
                case "\\": value.append("\\")
                case "\"": value.append("\"")
                default: return nil
                }
            default: value.append(character)
            }
        }
        return nil
    }
}
