/// What can be seen of a breaker at one moment. Taking it changes nothing.
public struct BreakerSnapshot: Sendable {
    /// Where the breaker stands.
    public let status: BreakerStatus
    /// What it decides by.
    public let counts: BreakerCounts
    /// Failures ÷ calls in the window, 0 to 1; nil below the minimum number of calls.
    public let failureRatio: Double?
    /// Slow calls ÷ calls in the window, 0 to 1; nil below the minimum number of calls.
    public let slowCallRatio: Double?
    /// Slow calls since the breaker was made.
    public let totalSlowCalls: Int
    /// Calls by result since the breaker was made.
    public let totals: BreakerTotals
    /// How many transitions there were.
    public let transitionCount: Int
    /// The last one; nil before the first.
    public let lastTransition: BreakerTransition?
    /// How long ago the breaker entered its status.
    public let timeInStatus: Duration
    private let times: TimeInStatus

    init<Instant: InstantProtocol>(of state: BreakerState<Instant>, at now: Instant)
    where Instant.Duration == Duration {
        status = state.status
        counts = state.counts(at: now)
        failureRatio = state.failureRatio(at: now)
        slowCallRatio = state.slowCallRatio(at: now)
        totalSlowCalls = state.totalSlowCalls
        totals = state.totals
        transitionCount = state.transitionCount
        lastTransition = state.lastTransition
        timeInStatus = max(.zero, state.since.duration(to: now))
        var times = TimeInStatus()
        for status in BreakerStatus.allCases { times[status] = state.time(in: status, at: now) }
        self.times = times
    }

    /// Seconds spent in `status` since the breaker was made, the current stay included. Never decreases.
    public func secondsIn(_ status: BreakerStatus) -> Double { times[status].inSeconds }
}
