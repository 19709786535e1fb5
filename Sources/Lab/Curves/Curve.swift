/// What one chart shows: lines over time, of every mode.
struct Curve: Codable, Equatable, Sendable {
    /// The charts there are; the raw value is the stable name in `curves.json`.
    enum Identity: String, Codable, CaseIterable, Sendable {
        /// Answers a second, by outcome.
        case answers
        /// Seconds, as percentiles.
        case latency
        /// Attempts on the backends a second.
        case attempts
        /// The share of each second that a breaker was open or half-open.
        case breakers
        /// Requests in flight in the client.
        case inFlight
    }

    /// A line's name and the query that gave it, for all modes.
    struct Query: Codable, Equatable, Sendable {
        let line: String
        let promQL: String
    }

    /// One line of one mode.
    struct Series: Codable, Equatable, Sendable {
        let mode: Mode
        let line: String
        /// The breaker, where the chart is of breakers: `calls`, or an endpoint's address.
        let breaker: String?
        /// One per step; nil where Prometheus has none, as of a ratio while nothing was counted.
        let values: [Double?]
    }

    let id: Curve.Identity
    let queries: [Query]
    let series: [Series]

    /// A mode's lines, in the order of the queries.
    func lines(_ mode: Mode) -> [Series] {
        queries.flatMap { query in series.filter { $0.mode == mode && $0.line == query.line } }
    }
}

/// `EXPERIMENT/curves.json`: an experiment's curves. The values lie `step` seconds apart from `start` on.
struct CurveSet: Codable, Equatable, Sendable {
    static let fileName = "curves.json"
    static let currentSchema = 1

    var schema = Self.currentSchema
    /// Unix time of the first value.
    let start: Double
    /// Seconds between two values.
    let step: Double
    /// How many values each line has.
    let count: Int
    /// The fault, from its marker's start to its end.
    let fault: PromQL.Interval
    let curves: [Curve]

    /// No time and no value of a run comes near it; what does cannot be drawn.
    private static let limit = 1e12

    /// Whether every line has a value per step, and times and values are such: a file may have been changed by hand.
    var isWhole: Bool {
        (1...1_000_000).contains(count) && step > 0 && step < Self.limit / Double(count)
            && fault.end.seconds >= fault.start.seconds
            && [start, fault.start.seconds, fault.end.seconds].allSatisfy { abs($0) < Self.limit }
            && curves.allSatisfy { $0.series.allSatisfy(isWhole) }
    }

    private func isWhole(_ series: Curve.Series) -> Bool {
        series.values.count == count
            && series.values.allSatisfy { value in
                guard let value, value != 0 else { return true }
                return (1 / Self.limit..<Self.limit).contains(abs(value))
            }
    }

    /// When the value at `index` was, in seconds from the fault's start.
    func time(_ index: Int) -> Double { start + Double(index) * step - fault.start.seconds }

    subscript(id: Curve.Identity) -> Curve? { curves.first { $0.id == id } }
}
