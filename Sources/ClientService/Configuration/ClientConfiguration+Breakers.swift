import Resilience
import ServiceKit

// How the breakers and the comparison of endpoints are configured.

extension ClientConfiguration {
    /// In `breaker` mode the bare rule of failures in a row. In `full` mode a high share of failed calls besides: five
    /// in a row alone would now and then open it at 60 % random errors. In either, slow calls open it where one says
    /// what is slow.
    static func callBreaker(
        _ configuration: Configuration,
        _ mode: ResilienceMode
    ) throws(ConfigurationError) -> CircuitBreakerConfiguration {
        var breaker = try common(configuration)
        let row = TripRule.consecutiveFailures(try configuration.value(ClientSettings.breakerFailMax))
        let ratio = TripRule.failureRatio(try configuration.value(ClientSettings.breakerFailureRatio))
        let usesRatio = mode == .full || configuration.isGiven(ClientSettings.breakerFailureRatio)
        let failures = usesRatio ? .all([row, ratio]) : row
        let slowRatio = try configuration.value(ClientSettings.breakerSlowCallRatio)
        let hasSlowCalls = try configuration.value(ClientSettings.breakerSlowCallDuration) != nil
        breaker.tripRule = hasSlowCalls ? .any([failures, .slowCallRatio(slowRatio)]) : failures
        breaker.window = try configuration.value(ClientSettings.breakerWindow)
        breaker.minimumCalls = try configuration.value(ClientSettings.breakerMinimumCalls)
        if case .calls(let count) = breaker.window {
            try require(
                breaker.minimumCalls <= count,
                ClientSettings.breakerMinimumCalls,
                "\(breaker.minimumCalls)",
                "no more than the \(count) calls of BREAKER_WINDOW"
            )
        }
        breaker.halfOpenMaxCalls = try configuration.value(ClientSettings.breakerHalfOpenCalls)
        let share = try configuration.value(ClientSettings.breakerHalfOpenRatio)
        breaker.halfOpenRule = share.map { .failureRatio($0) } ?? .successes(breaker.halfOpenMaxCalls)
        // A call ends by its own timeout; this is for one that does not.
        breaker.halfOpenTimeout = try configuration.value(ClientSettings.requestTimeout) * 2
        return breaker
    }

    static func endpointBreaker(_ configuration: Configuration) throws(ConfigurationError)
        -> CircuitBreakerConfiguration
    {
        var breaker = try common(configuration)
        breaker.tripRule = .consecutiveFailures(try configuration.value(ClientSettings.endpointFailMax))
        breaker.halfOpenTimeout = try configuration.value(ClientSettings.attemptTimeout) * 2
        return breaker
    }

    static func outliers(_ configuration: Configuration) throws(ConfigurationError) -> OutlierConfiguration {
        var outliers = OutlierConfiguration()
        outliers.maximumEjected = try configuration.value(ClientSettings.outlierMaxEjected)
        // Endpoints are compared over time, whatever the call breaker counts.
        if case .time(let length) = try configuration.value(ClientSettings.breakerWindow) { outliers.window = length }
        outliers.duration = try configuration.value(ClientSettings.breakerResetTimeout)
        outliers.maximumDuration = max(outliers.maximumDuration, outliers.duration)
        return outliers
    }

    private static func common(_ configuration: Configuration) throws(ConfigurationError) -> CircuitBreakerConfiguration
    {
        var breaker = CircuitBreakerConfiguration()
        breaker.openDuration = try configuration.value(ClientSettings.breakerResetTimeout)
        breaker.openDurationGrowth = try configuration.value(ClientSettings.breakerResetGrowth)
        breaker.maximumOpenDuration = max(breaker.maximumOpenDuration, breaker.openDuration)
        return breaker
    }
}
