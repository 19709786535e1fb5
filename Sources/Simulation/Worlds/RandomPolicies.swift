import Resilience

/// Makes configurations of clients up: anything that is valid, scaled to milliseconds.
enum RandomPolicies {
    static func policy(_ mode: ClientMode, _ chance: inout Chance) -> ClientPolicy {
        var policy = ClientPolicy(mode)
        policy.attemptTimeout = chance.milliseconds(40...80)
        policy.requestTimeout = policy.attemptTimeout + chance.milliseconds(0...200)
        policy.repeatability = chance.happens(0.85) ? .idempotent : .once
        if mode == .retry || mode == .full { policy.retry.maxAttempts = chance.whole(1...4) }
        policy.retry.backoff = backoff(&chance)
        policy.retry.honorsRetryAfter = chance.happens(0.5)
        policy.callBreaker = breaker(&chance)
        policy.endpointBreaker = breaker(&chance)
        policy.endpointBreaker.tripRule = .consecutiveFailures(chance.whole(1...5))
        policy.probeInterval = chance.milliseconds(10...50)
        policy.probeTimeout = chance.milliseconds(2...20)
        if chance.happens(0.2) { policy.slowCall = .fixed(chance.milliseconds(30...60)) }
        if chance.happens(0.3) {
            policy.hedgeAfter =
                chance.happens(0.5)
                ? .fixed(chance.milliseconds(2...20)) : .quantile(chance.number(0.5...0.99), times: 1)
        }
        limits(of: &policy, &chance)
        budgetAndFallback(of: &policy, &chance)
        return policy
    }

    private static func backoff(_ chance: inout Chance) -> Backoff {
        var backoff = Backoff()
        backoff.base = chance.milliseconds(0...10)
        backoff.cap = backoff.base + chance.milliseconds(0...40)
        backoff.multiplier = chance.number(1...3)
        backoff.jitter = chance.one(of: [.none, .proportional(0.1), .proportional(1), .full, .equal, .decorrelated])
        return backoff
    }

    private static func breaker(_ chance: inout Chance) -> CircuitBreakerConfiguration {
        var breaker = CircuitBreakerConfiguration()
        breaker.minimumCalls = chance.whole(1...10)
        breaker.window =
            chance.happens(0.7) ? .time(chance.milliseconds(20...200)) : .calls(chance.whole(breaker.minimumCalls...30))
        let row = TripRule.consecutiveFailures(chance.whole(1...5))
        let ratio = TripRule.failureRatio(chance.number(0.3...1))
        breaker.tripRule = chance.one(of: [row, ratio, .any([row, ratio]), .all([row, ratio])])
        breaker.openDuration = chance.milliseconds(5...80)
        breaker.openDurationGrowth = chance.happens(0.5) ? 1 : chance.number(1...3)
        breaker.maximumOpenDuration = breaker.openDuration + chance.milliseconds(0...100)
        breaker.halfOpenMaxCalls = chance.whole(1...4)
        breaker.halfOpenRule =
            chance.happens(0.6)
            ? .successes(chance.whole(1...breaker.halfOpenMaxCalls)) : .failureRatio(chance.number(0.3...1))
        breaker.halfOpenTimeout = chance.milliseconds(20...150)
        return breaker
    }

    private static func limits(of policy: inout ClientPolicy, _ chance: inout Chance) {
        policy.bulkhead.maxConcurrent = chance.happens(0.35) ? chance.whole(1...8) : chance.whole(24...64)
        policy.bulkhead.maxQueue = chance.happens(0.5) ? 0 : chance.whole(1...8)
        policy.bulkhead.maxWait = chance.happens(0.3) ? chance.milliseconds(0...30) : nil
        if chance.happens(0.2) {
            var limit = AdaptiveLimitConfiguration()
            limit.maximum = policy.bulkhead.maxConcurrent
            limit.minimum = chance.whole(1...min(4, limit.maximum))
            limit.initial = chance.whole(limit.minimum...limit.maximum)
            limit.samplingWindow = chance.milliseconds(1...10)
            limit.minimumSamples = chance.happens(0.5) ? chance.whole(1...9) : chance.whole(10...20)
            limit.probeInterval = .seconds(1)
            policy.adaptiveLimit = limit
        }
        if chance.happens(0.25) {
            var throttle = ThrottleConfiguration()
            throttle.ratio = chance.number(1.1...3)
            throttle.window = .seconds(1)
            throttle.maximumProbability = chance.number(0.3...0.9)
            policy.throttle = throttle
        }
        policy.outliers.window = chance.milliseconds(20...200)
        policy.outliers.minimumEndpoints = chance.whole(2...4)
        policy.outliers.minimumAttempts = chance.whole(1...10)
        policy.outliers.margin = chance.number(0.05...0.5)
        policy.outliers.maximumEjected = chance.number(0...1)
        policy.outliers.duration = chance.milliseconds(5...60)
        policy.outliers.maximumDuration = policy.outliers.duration + chance.milliseconds(0...100)
    }

    private static func budgetAndFallback(of policy: inout ClientPolicy, _ chance: inout Chance) {
        policy.budget.depositPerCall = chance.number(0...0.5)
        policy.budget.minimumCapacity = chance.number(0...6)
        policy.budget.overloadCost = chance.number(0.2...1.5)
        policy.budget.transientCost = chance.number(0...0.5)
        policy.fallback.maxAge = chance.milliseconds(0...300)
        policy.fallback.outlivingPerKey = chance.whole(1...3)
        policy.fallback.outlivingInAll = chance.whole(1...5)
        policy.fallback.capacity = chance.whole(1...3)
        if chance.happens(0.2), policy.fallback.maxAge > .zero {
            policy.fallback.freshFor = min(policy.fallback.maxAge, chance.milliseconds(1...20))
        }
        if chance.happens(0.2) { policy.fallback.softTimeout = chance.milliseconds(2...20) }
    }
}
