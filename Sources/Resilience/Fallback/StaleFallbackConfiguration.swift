/// When an earlier answer may stand in for a new one.
public struct StaleFallbackConfiguration: Sendable, Hashable {
    /// How old an answer may be that is served where the call fails. Default 10 min; 0, which serves none, to 7 days.
    public var maxAge: Duration = .seconds(600)
    /// Answers up to this age are served without a call; older ones, up to ``maxAge``, are served at once while one
    /// call in the background refreshes them. Default nil: every request calls; above 0, at most ``maxAge``.
    public var freshFor: Duration?
    /// How long a caller waits for a new answer where an earlier one exists; then the earlier one is served while the
    /// call goes on and refreshes it. Default nil: for as long as the call takes; above 0.
    public var softTimeout: Duration?
    /// Calls for one key that may go on after their soft timeout; a further one is cancelled when its caller is served.
    /// Some must go on, since their own timeouts are what tells breakers that something hangs; not all may, or one key
    /// that hangs would fill every bulkhead. Default 10; at least 1.
    public var outlivingPerKey = 10
    /// The same for all keys together. Default 100; at least 1.
    public var outlivingInAll = 100
    /// How many answers are kept; the one used least recently makes room. Default 1024; at least 1.
    public var capacity = 1024

    /// A fallback with every default.
    public init() {}

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(ResilienceConfigurationError) {
        typealias Refusal = ResilienceConfigurationError
        try Refusal.require(maxAge >= .zero && maxAge <= .seconds(604_800), "maxAge", maxAge, "0 to 7 days")
        if let freshFor {
            let accepted = "above 0, at most maxAge (\(maxAge))"
            try Refusal.require(freshFor > .zero && freshFor <= maxAge, "freshFor", freshFor, accepted)
        }
        if let softTimeout { try Refusal.require(softTimeout > .zero, "softTimeout", softTimeout, "above 0") }
        try Refusal.require(outlivingPerKey >= 1, "outlivingPerKey", outlivingPerKey, "at least 1")
        try Refusal.require(outlivingInAll >= 1, "outlivingInAll", outlivingInAll, "at least 1")
        try Refusal.require(capacity >= 1, "capacity", capacity, "at least 1")
    }
}
