/// What happened to a group of clients within one interval.
public struct IntervalCounts: Sendable, Hashable {
    /// Calls that began.
    public internal(set) var calls = 0
    /// Calls that ended with a new answer.
    public internal(set) var fresh = 0
    /// Calls that ended with an earlier one.
    public internal(set) var stale = 0
    /// Calls that ended with neither, cancelled ones not among them.
    public internal(set) var failed = 0
    /// Attempts that were sent.
    public internal(set) var attempts = 0
    /// Those of them that were no call's first.
    public internal(set) var extraAttempts = 0
    /// Call breakers that opened.
    public internal(set) var callBreakerOpenings = 0
    /// Endpoint breakers that opened.
    public internal(set) var endpointBreakerOpenings = 0
}

/// The intervals of a run, in order; they grow with what is recorded.
struct TimeSeries: Sendable, Hashable {
    private let length: Int64
    private(set) var intervals: [IntervalCounts] = []

    init(interval: Int64, duration: Int64) {
        length = interval
        let expected = Int((duration + interval - 1) / interval)
        intervals = Array(repeating: IntervalCounts(), count: expected)
    }

    /// The counts of the interval of `now`, to be changed.
    subscript(now: Int64) -> IntervalCounts {
        get { intervals[Int(now / length)] }
        _modify {
            let place = Int(now / length)
            while place >= intervals.count { intervals.append(IntervalCounts()) }
            yield &intervals[place]
        }
    }
}
