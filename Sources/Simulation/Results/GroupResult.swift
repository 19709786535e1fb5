import Resilience

/// What became of the calls of one group of clients.
public struct GroupResult: Sendable, Hashable {
    /// The group's name.
    public let name: String
    /// Calls that began; refreshes that nobody waits for are not among them.
    public internal(set) var calls = 0
    /// What callers got.
    public internal(set) var endings = CaseCounts<CallEnding>()
    /// Calls in the background.
    public internal(set) var refreshes = 0
    /// Attempts sent, by kind.
    public internal(set) var attempts = CaseCounts<AttemptKind>()
    /// How long callers waited for what they got, cancelled ones not among them.
    public internal(set) var latency = LatencyHistogram()
    /// Times that a call breaker opened, went half-open, and closed.
    public internal(set) var callBreaker = TransitionCounts()
    /// The same of endpoints' breakers.
    public internal(set) var endpointBreakers = TransitionCounts()
    /// Endpoints that a client took out of use for being worse than their peers.
    public internal(set) var ejections = 0
    /// Hedges by what became of them: used, in vain, not to be had.
    public internal(set) var hedges = HedgeCounts()
    /// What happened in each interval.
    public var intervals: [IntervalCounts] { series.intervals }

    var series: TimeSeries

    init(_ name: String, series: TimeSeries) {
        self.name = name
        self.series = series
    }

    /// Attempts ÷ first attempts: how much retries and hedges multiply the load; nil without attempts.
    public var amplification: Double? {
        attempts[.initial] > 0 ? Double(attempts.total) / Double(attempts[.initial]) : nil
    }

    /// Calls that ended so ÷ calls that were not cancelled; nil without any.
    public func share(_ ending: CallEnding) -> Double? {
        let ended = endings.total - endings[.cancelled]
        return ended > 0 ? Double(endings[ending]) / Double(ended) : nil
    }
}

/// Transitions of breakers, by where they lead.
public struct TransitionCounts: Sendable, Hashable {
    /// To open.
    public internal(set) var opened = 0
    /// To half-open.
    public internal(set) var halfOpened = 0
    /// To closed.
    public internal(set) var closed = 0

    mutating func add(_ status: BreakerStatus) {
        switch status {
        case .open: opened += 1
        case .halfOpen: halfOpened += 1
        case .closed: closed += 1
        case .forcedOpen, .disabled, .metricsOnly: break
        }
    }
}

/// Hedges by what became of them.
public struct HedgeCounts: Sendable, Hashable {
    /// Sent, and used.
    public internal(set) var won = 0
    /// Sent, and not used.
    public internal(set) var lost = 0
    /// Due, and not to be had.
    public internal(set) var denied = 0

    mutating func add(_ result: HedgeResult) {
        switch result {
        case .won: won += 1
        case .lost: lost += 1
        case .denied: denied += 1
        }
    }
}
