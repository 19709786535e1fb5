/// How each kind of curve is titled, explained and written. Pure.
extension Curve.Identity {
    var title: String {
        switch self {
        case .answers: "Answers per second"
        case .latency: "Latency"
        case .attempts: "Attempts on the backends per second"
        case .breakers: "Breakers"
        case .inFlight: "Requests in flight"
        }
    }

    var note: String {
        switch self {
        case .answers: "What users got, by outcome."
        case .latency:
            "Half of the answers were quicker than p50, 99 % than p99, from the moment each call was due; interpolated "
                + "within a histogram's bucket. Logarithmic."
        case .attempts: "First attempts, and on top of them what retries and hedges add."
        case .breakers:
            "How much of each second the breaker was open or half-open: of calls as a whole, and of each backend."
        case .inFlight: "In the client, at each scrape."
        }
    }

    /// Lines with their styles, in the order of the key.
    var styles: [(line: String, style: String)] {
        switch self {
        case .answers: [("fresh", "fresh"), ("stale or partial", "degraded"), ("failed", "failed")]
        case .latency: [("p50", "median"), ("p99", "tail")]
        case .attempts: [("first", "fresh"), ("repeated", "repeated")]
        case .breakers: [("open", "open"), ("half-open", "half-open")]
        case .inFlight: [("in flight", "tail")]
        }
    }

    var rule: Downsampling.Rule {
        switch self {
        case .answers, .attempts, .breakers: .mean
        case .latency, .inFlight: .highest
        }
    }

    /// A value as it reads in a table and in a description.
    func text(_ value: Double?) -> String {
        guard let value, value.isFinite else { return FigureFormat.missing }
        return switch self {
        case .latency: FigureFormat.seconds(value)
        case .breakers: FigureFormat.ratio(value, digits: 0)
        case .answers, .attempts, .inFlight:
            value == 0 || value >= 10 ? "\(Int(value.rounded()))" : Drawing.number(value)
        }
    }

    /// A value on the axis: round, so short.
    func tick(_ value: Double) -> String {
        switch self {
        case .latency: value < 1 ? "\(Drawing.number(value * 1_000)) ms" : "\(Drawing.number(value)) s"
        case .answers, .attempts, .breakers, .inFlight: Drawing.number(value)
        }
    }
}
