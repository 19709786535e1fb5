import Resilience
import Simulation

// A client's policy in the names of the patterns' own configurations; what is not given has the mode's default.

extension ScenarioObject {
    mutating func take(into policy: inout ClientPolicy) throws(LabError) {
        try take("attemptTimeout", into: &policy.attemptTimeout)
        try take("requestTimeout", into: &policy.requestTimeout)
        policy.callBreaker.halfOpenTimeout = policy.requestTimeout * 2
        policy.endpointBreaker.halfOpenTimeout = policy.attemptTimeout * 2
        let repeatabilities = Repeatability.allCases.map { ("\($0)", $0) }
        try take("repeatability", of: repeatabilities, into: &policy.repeatability)
        try inside("retry") { (retry) throws(LabError) in try retry.take(into: &policy.retry) }
        try takeThreshold("slowCall", into: &policy.slowCall)
        try takeThreshold("hedgeAfter", into: &policy.hedgeAfter)
        try inside("callBreaker") { (breaker) throws(LabError) in try breaker.take(into: &policy.callBreaker) }
        try inside("endpointBreaker") { (breaker) throws(LabError) in
            try breaker.take(into: &policy.endpointBreaker)
        }
        try inside("outliers") { (outliers) throws(LabError) in try outliers.take(into: &policy.outliers) }
        try takeBudget(into: &policy.budget)
        try inside("bulkhead") { (bulkhead) throws(LabError) in
            try bulkhead.take("maxConcurrent", into: &policy.bulkhead.maxConcurrent)
            try bulkhead.take("maxQueue", into: &policy.bulkhead.maxQueue)
            try bulkhead.take("maxWait", into: &policy.bulkhead.maxWait)
        }
        try inside("adaptiveLimit") { (adaptive) throws(LabError) in
            var limit = AdaptiveLimitConfiguration()
            try adaptive.take(into: &limit)
            policy.adaptiveLimit = limit
        }
        try inside("throttle") { (object) throws(LabError) in
            var throttle = ThrottleConfiguration()
            try object.take("ratio", into: &throttle.ratio)
            try object.take("window", into: &throttle.window)
            try object.take("maximumProbability", into: &throttle.maximumProbability)
            policy.throttle = throttle
        }
        try inside("fallback") { (fallback) throws(LabError) in
            try fallback.take("maxAge", into: &policy.fallback.maxAge)
            try fallback.take("freshFor", into: &policy.fallback.freshFor)
            try fallback.take("softTimeout", into: &policy.fallback.softTimeout)
        }
        try take("probeInterval", into: &policy.probeInterval)
        try take("probeTimeout", into: &policy.probeTimeout)
    }

    private mutating func take(into retry: inout RetryPolicy) throws(LabError) {
        try take("maxAttempts", into: &retry.maxAttempts)
        try take("base", into: &retry.backoff.base)
        try take("cap", into: &retry.backoff.cap)
        try take("multiplier", into: &retry.backoff.multiplier)
        try take("honorsRetryAfter", into: &retry.honorsRetryAfter)
        guard let jitter = value("jitter") else { return }
        if let fraction = jitter.number {
            retry.backoff.jitter = .proportional(fraction)
            return
        }
        let kinds: [String: Jitter] = ["none": .none, "full": .full, "equal": .equal, "decorrelated": .decorrelated]
        guard let kind = jitter.string.flatMap({ kinds[$0] }) else {
            let accepted = "none, full, equal, decorrelated, or a number for a proportion"
            throw Self.refusal(path(to: "jitter"), jitter, accepted)
        }
        retry.backoff.jitter = kind
    }

    /// `"none"` bounds nothing: retries cost nothing then.
    private mutating func takeBudget(into budget: inout RetryBudgetConfiguration) throws(LabError) {
        guard let found = value("budget") else { return }
        if found.string == "none" {
            (budget.overloadCost, budget.transientCost) = (0, 0)
            return
        }
        var object = try ScenarioObject(found, at: path(to: "budget"))
        try object.take("depositPerCall", into: &budget.depositPerCall)
        try object.take("minimumCapacity", into: &budget.minimumCapacity)
        try object.take("overloadCost", into: &budget.overloadCost)
        try object.take("transientCost", into: &budget.transientCost)
        try object.finish()
    }

    private mutating func take(into breaker: inout CircuitBreakerConfiguration) throws(LabError) {
        if let rule = value("trip") { breaker.tripRule = try Self.tripRule(rule, at: path(to: "trip")) }
        if let window = value("window") {
            if case .object = window {
                var (object, calls) = (try ScenarioObject(window, at: path(to: "window")), 0)
                try object.take("calls", into: &calls)
                try object.finish()
                breaker.window = .calls(calls)
            } else {
                breaker.window = .time(try Self.duration(window, at: path(to: "window")))
            }
        }
        try take("minimumCalls", into: &breaker.minimumCalls)
        try take("slowCallDuration", into: &breaker.slowCallDuration)
        try take("openDuration", into: &breaker.openDuration)
        try take("openDurationGrowth", into: &breaker.openDurationGrowth)
        try take("maximumOpenDuration", into: &breaker.maximumOpenDuration)
        try take("halfOpenMaxCalls", into: &breaker.halfOpenMaxCalls)
        breaker.halfOpenRule = .successes(breaker.halfOpenMaxCalls)
        try take("halfOpenTimeout", into: &breaker.halfOpenTimeout)
    }

    private static func tripRule(_ value: JSONValue, at path: String) throws(LabError) -> TripRule {
        if value.string == "never" { return .never }
        if case .object(let members) = value, members.count == 1, let (name, found) = members.first {
            switch name {
            case "consecutiveFailures": return .consecutiveFailures(try integer(found, at: "\(path).\(name)"))
            case "failureRatio": return .failureRatio(try number(found, at: "\(path).\(name)"))
            case "slowCallRatio": return .slowCallRatio(try number(found, at: "\(path).\(name)"))
            case "any": return .any(try tripRules(found, at: "\(path).\(name)"))
            case "all": return .all(try tripRules(found, at: "\(path).\(name)"))
            default: break
            }
        }
        let accepted = "never, or one of consecutiveFailures, failureRatio, slowCallRatio, any and all with its value"
        throw refusal(path, value, accepted)
    }

    private static func tripRules(_ value: JSONValue, at path: String) throws(LabError) -> [TripRule] {
        guard let rules = value.array else { throw refusal(path, value, "a list of rules") }
        var read: [TripRule] = []
        for (place, rule) in rules.enumerated() { read.append(try tripRule(rule, at: "\(path).\(place)")) }
        return read
    }

    private mutating func take(into outliers: inout OutlierConfiguration) throws(LabError) {
        try take("window", into: &outliers.window)
        try take("minimumEndpoints", into: &outliers.minimumEndpoints)
        try take("minimumAttempts", into: &outliers.minimumAttempts)
        try take("margin", into: &outliers.margin)
        try take("maximumEjected", into: &outliers.maximumEjected)
        try take("duration", into: &outliers.duration)
        try take("maximumDuration", into: &outliers.maximumDuration)
    }

    private mutating func take(into limit: inout AdaptiveLimitConfiguration) throws(LabError) {
        try take("initial", into: &limit.initial)
        try take("minimum", into: &limit.minimum)
        try take("maximum", into: &limit.maximum)
        try take("tolerance", into: &limit.tolerance)
        try take("backoffRatio", into: &limit.backoffRatio)
        try take("samplingWindow", into: &limit.samplingWindow)
        try take("minimumSamples", into: &limit.minimumSamples)
        try take("probeInterval", into: &limit.probeInterval)
    }

    /// A duration, or `{"quantile": 0.95, "times": 1}` of what attempts take.
    private mutating func takeThreshold(_ name: String, into slot: inout LatencyThreshold?) throws(LabError) {
        guard let found = value(name) else { return }
        guard case .object = found else {
            slot = .fixed(try Self.duration(found, at: path(to: name)))
            return
        }
        var object = try ScenarioObject(found, at: path(to: name))
        var (quantile, times) = (0.95, 1.0)
        try object.take("quantile", into: &quantile)
        try object.take("times", into: &times)
        try object.finish()
        slot = .quantile(quantile, times: times)
    }
}
