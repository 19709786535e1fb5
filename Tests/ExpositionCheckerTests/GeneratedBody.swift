import ExpositionChecker
import TestSupport

/// A random body without a fault, line by line, so that a mutation can aim at what it breaks.
struct GeneratedBody {
    struct Line {
        enum Role: Equatable {
            case help, type, unit, end, counter, gauge, bucket, infinityBucket, sum, count, info, state
        }

        var role: Role
        /// Of which family, from 0.
        var family: Int
        /// Of which label set within the family, from 0.
        var child = 0
        var name: String
        var labels: [(name: String, value: String)] = []
        /// The value, or what the metadata says.
        var value: String
        var rest = ""

        var isSample: Bool { ![.help, .type, .unit, .end].contains(role) }

        var text: String {
            switch role {
            case .help: "# HELP \(name) \(value)"
            case .type: "# TYPE \(name) \(value)"
            case .unit: "# UNIT \(name) \(value)"
            case .end: "# EOF"
            default:
                if labels.isEmpty {
                    "\(name) \(value)\(rest)"
                } else {
                    "\(name){\(labels.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ","))} \(value)\(rest)"
                }
            }
        }
    }

    let format: ExpositionChecker.Format
    var lines: [Line] = []

    var bytes: [UInt8] { Array(lines.map { $0.text + "\n" }.joined().utf8) }

    init(_ format: ExpositionChecker.Format, using generator: inout SeededGenerator) {
        self.format = format
        var kinds = ["counter", "gauge", "histogram"]
        if format == .openMetrics { kinds += ["info", "stateset"] }
        for (index, kind) in kinds.shuffled(using: &generator).enumerated() {
            addFamily(index, kind, &generator)
        }
        if format == .openMetrics { lines.append(Line(role: .end, family: -1, name: "", value: "")) }
    }

    private mutating func addFamily(_ index: Int, _ kind: String, _ generator: inout SeededGenerator) {
        let hasUnit = format == .openMetrics && ["counter", "gauge", "histogram"].contains(kind)
        let name = "f\(index)_\(kind)\(hasUnit ? "_seconds" : "")"
        var metadata = [
            Line(role: .help, family: index, name: name, value: "Some \\\\ words."),
            Line(role: .type, family: index, name: name, value: kind),
        ]
        if hasUnit { metadata.append(Line(role: .unit, family: index, name: name, value: "seconds")) }
        lines += metadata.shuffled(using: &generator)
        for child in 0..<Int.random(in: 2...3, using: &generator) {
            addChild(name, kind, Line(role: .gauge, family: index, child: child, name: name, value: "0"), &generator)
        }
    }

    private mutating func addChild(_ name: String, _ kind: String, _ model: Line, _ generator: inout SeededGenerator) {
        var line = model
        line.labels = [
            ("child", "\(line.child)"),
            ("other", ["", "a b", "é", "\\n\\\\\\\"", "# {}"].randomElement(using: &generator)!),
        ]
        let exemplar = format == .openMetrics ? " # {trace_id=\"0af7\"} 0.5" : ""
        switch kind {
        case "counter":
            line.role = .counter
            line.name += format == .openMetrics ? "_total" : ""
            line.value = "\(Int.random(in: 0...9, using: &generator))"
            line.rest = exemplar
            lines.append(line)
        case "gauge":
            line.value = ["-1.5", "NaN", "+Inf", "3e7"].randomElement(using: &generator)!
            lines.append(line)
        case "info":
            line.role = .info
            line.name += "_info"
            line.value = "1"
            lines.append(line)
        case "stateset":
            for state in ["on", "off"] {
                line.role = .state
                line.labels = model.labels + [("child", "\(line.child)"), (name, state)]
                line.value = Bool.random(using: &generator) ? "1" : "0"
                lines.append(line)
            }
        default:
            addHistogram(line, exemplar, &generator)
        }
    }

    private mutating func addHistogram(_ model: Line, _ exemplar: String, _ generator: inout SeededGenerator) {
        var count = 0
        for bound in ["0.5", "1.0", "1e+06", "+Inf"] {
            // Each bucket with one more at least: when two trade places, it shows.
            count += Int.random(in: 1...5, using: &generator)
            var line = model
            line.role = bound == "+Inf" ? .infinityBucket : .bucket
            line.name += "_bucket"
            line.labels.append(("le", bound))
            line.value = "\(count)"
            line.rest = exemplar
            lines.append(line)
        }
        for (role, suffix, value) in [(Line.Role.sum, "_sum", "2.5"), (.count, "_count", "\(count)")] {
            var line = model
            line.role = role
            line.name += suffix
            line.value = value
            lines.append(line)
        }
    }
}
