import Resilience

/// The limits of the application port; nil where one is off.
struct AdmissionConfiguration: Sendable {
    /// `RATE_LIMIT`; a second's worth of requests may come at once.
    var rate: RateLimiterConfiguration?
    /// `MAX_IN_FLIGHT` and `MAX_QUEUE`. A request waits until its deadline, or until its caller goes away.
    var inFlight: BulkheadConfiguration?

    /// Both limits off.
    init() {}

    /// Reads the settings.
    ///
    /// - Throws: ``ConfigurationError``, also for a queue with nothing to wait for.
    init(_ configuration: Configuration) throws(ConfigurationError) {
        if let perSecond = try configuration.value(CommonSettings.rateLimit) {
            var rate = RateLimiterConfiguration()
            rate.rate = perSecond
            rate.burst = Int(perSecond.rounded(.up))
            self.rate = rate
        }
        let maxQueue = try configuration.value(CommonSettings.maxQueue)
        if let maxInFlight = try configuration.value(CommonSettings.maxInFlight) {
            var limit = BulkheadConfiguration()
            limit.maxConcurrent = maxInFlight
            limit.maxQueue = maxQueue
            inFlight = limit
        } else if maxQueue > 0 {
            throw ConfigurationError(
                variable: CommonSettings.maxQueue.description.name,
                value: "\(maxQueue)",
                accepted: "0, unless MAX_IN_FLIGHT is set: nothing waits where nothing is limited"
            )
        }
    }
}
