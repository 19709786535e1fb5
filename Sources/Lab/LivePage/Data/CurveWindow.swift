/// Some seconds of every curve, one value per second.
struct CurveBlock: Equatable, Sendable {
    /// Names one line of one chart.
    struct Key: Hashable, Sendable {
        let curve: String
        let line: String
        let mode: Mode
        /// `calls`, or an endpoint's address; nil where the chart is not of breakers.
        var breaker: String?
    }

    /// Unix time of the first value.
    let start: Int
    let count: Int
    /// Each with `count` values; nil where Prometheus has none.
    var series: [Key: [Double?]] = [:]

    /// `{"start":…,"count":…,"series":[{"curve":…,"line":…,"mode":…,"breaker":…,"values":[…]}]}`
    func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "{\"start\":\(start),\"count\":\(count),\"series\":".utf8)
        PageJSON.append(series.sorted { Self.isBefore($0.key, $1.key) }, to: &bytes) { entry, bytes in
            bytes.append(UInt8(ascii: "{"))
            PageJSON.key("curve", isFirst: true, to: &bytes)
            PageJSON.append(entry.key.curve, to: &bytes)
            PageJSON.key("line", to: &bytes)
            PageJSON.append(entry.key.line, to: &bytes)
            PageJSON.key("mode", to: &bytes)
            PageJSON.append(entry.key.mode.rawValue, to: &bytes)
            if let breaker = entry.key.breaker {
                PageJSON.key("breaker", to: &bytes)
                PageJSON.append(breaker, to: &bytes)
            }
            PageJSON.key("values", to: &bytes)
            PageJSON.append(entry.value, to: &bytes) { PageJSON.append($0, to: &$1) }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func isBefore(_ left: Key, _ right: Key) -> Bool {
        (left.curve, left.mode.rawValue, left.line, left.breaker ?? "")
            < (right.curve, right.mode.rawValue, right.line, right.breaker ?? "")
    }
}

/// The last minutes of every curve, as a page that is opened now shows them. Pure.
struct CurveWindow: Equatable {
    /// Five minutes.
    static let length = 300

    private(set) var block: CurveBlock?

    /// The last second there is a value of.
    var last: Int? { block.map { $0.start + $0.count - 1 } }

    /// Appends what came after; seconds in between have no values, and what is older than the window goes.
    mutating func append(_ new: CurveBlock) {
        let end = new.start + new.count
        let start = max(min(block?.start ?? new.start, new.start), end - Self.length)
        var series: [CurveBlock.Key: [Double?]] = [:]
        for part in [block, new].compactMap({ $0 }) {
            for (key, values) in part.series {
                var all = series[key] ?? [Double?](repeating: nil, count: end - start)
                for (offset, value) in values.enumerated() {
                    let index = part.start + offset - start
                    if all.indices.contains(index) { all[index] = value }
                }
                series[key] = all
            }
        }
        // An endpoint's breaker that is gone for as long as the window.
        series = series.filter { $0.value.contains { $0 != nil } }
        block = CurveBlock(start: start, count: end - start, series: series)
    }
}
