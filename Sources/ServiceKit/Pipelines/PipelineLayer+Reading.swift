import Resilience

extension PipelineLayer {
    /// Reads a layer's arguments; what was not given has its default.
    init(_ arguments: LayerArguments) throws(SettingRefusal) {
        self =
            switch arguments.kind {
            case .timeout: .timeout(try arguments.required(Arguments.limit))
            case .deadline: .deadline(try arguments.required(Arguments.limit))
            case .retry: try Self.retry(arguments)
            case .breaker: try Self.breaker(arguments)
            case .bulkhead: try Self.bulkhead(arguments)
            case .rate: try Self.rate(arguments)
            }
    }

    private static func retry(_ arguments: LayerArguments) throws(SettingRefusal) -> PipelineLayer {
        var policy = RetryPolicy()
        policy.maxAttempts = try arguments.value(Arguments.attempts) ?? policy.maxAttempts
        policy.backoff.base = try arguments.value(Arguments.base) ?? policy.backoff.base
        policy.backoff.cap = try arguments.value(Arguments.cap) ?? policy.backoff.cap
        policy.backoff.multiplier = try arguments.value(Arguments.multiplier) ?? policy.backoff.multiplier
        policy.backoff.jitter = try arguments.value(Arguments.jitter) ?? policy.backoff.jitter
        let cap = DurationText.format(policy.backoff.cap)
        try arguments.require(policy.backoff.base <= policy.backoff.cap, "base", "at most cap, which is \(cap)")
        var budget = RetryBudgetConfiguration()
        switch try arguments.value(Arguments.budget) {
        case .some(nil): return .retry(policy, nil)
        case .some(let deposit?): budget.depositPerCall = deposit
        case nil: break
        }
        return .retry(policy, budget)
    }

    private static func breaker(_ arguments: LayerArguments) throws(SettingRefusal) -> PipelineLayer {
        var breaker = CircuitBreakerConfiguration()
        switch (try arguments.value(Arguments.failures), try arguments.value(Arguments.ratio)) {
        case (let failures?, let ratio?):
            breaker.tripRule = .all([.consecutiveFailures(failures), .failureRatio(ratio)])
        case (let failures?, nil): breaker.tripRule = .consecutiveFailures(failures)
        case (nil, let ratio?): breaker.tripRule = .failureRatio(ratio)
        case (nil, nil): break
        }
        breaker.window = try arguments.value(Arguments.window).map { .time($0) } ?? breaker.window
        breaker.minimumCalls = try arguments.value(Arguments.minimum) ?? breaker.minimumCalls
        breaker.openDuration = try arguments.value(Arguments.open) ?? breaker.openDuration
        breaker.openDurationGrowth = try arguments.value(Arguments.growth) ?? breaker.openDurationGrowth
        breaker.maximumOpenDuration = try arguments.value(Arguments.maxOpen) ?? breaker.maximumOpenDuration
        breaker.halfOpenMaxCalls = try arguments.value(Arguments.halfOpen) ?? breaker.halfOpenMaxCalls
        let successes = try arguments.value(Arguments.successes) ?? 1
        breaker.halfOpenRule = .successes(successes)
        let longest = DurationText.format(breaker.maximumOpenDuration)
        try arguments.require(
            breaker.openDuration <= breaker.maximumOpenDuration,
            "open",
            "at most max_open, which is \(longest)"
        )
        try arguments.require(
            successes <= breaker.halfOpenMaxCalls,
            "successes",
            "at most half_open, which is \(breaker.halfOpenMaxCalls)"
        )
        return .breaker(breaker)
    }

    private static func bulkhead(_ arguments: LayerArguments) throws(SettingRefusal) -> PipelineLayer {
        var bulkhead = BulkheadConfiguration()
        bulkhead.maxConcurrent = try arguments.required(Arguments.concurrent)
        bulkhead.maxQueue = try arguments.value(Arguments.queue) ?? bulkhead.maxQueue
        bulkhead.maxWait = try arguments.value(Arguments.wait)
        try arguments.require(bulkhead.maxWait == nil || bulkhead.maxQueue > 0, "wait", "left out, unless queue is set")
        return .bulkhead(bulkhead)
    }

    private static func rate(_ arguments: LayerArguments) throws(SettingRefusal) -> PipelineLayer {
        var rate = RateLimiterConfiguration()
        rate.rate = try arguments.required(Arguments.rate)
        rate.burst = try arguments.value(Arguments.burst) ?? Int(rate.rate.rounded(.up))
        return .rate(rate)
    }
}

/// What the arguments accept. The ranges are those of the patterns' configurations.
private enum Arguments {
    static let limit = duration("limit", .milliseconds(1))

    static let attempts = integer("attempts", 1...100)
    static let base = duration("base", .zero)
    static let cap = duration("cap", .zero)
    static let multiplier = number("multiplier", 1...100)
    static let jitter = Setting<Jitter>.jitter("jitter", default: "proportional(0.1)", "how waits are spread")
    static let budget = Setting<Double?>(
        "budget",
        default: "0.2",
        accepted: "none, or a number from 0 to 10",
        summary: "tokens that each call earns"
    ) { text in
        text == "none" ? .some(nil) : number("budget", 0...10).parse(text).map { $0 }
    }

    static let failures = integer("failures", 1...1_000_000)
    static let ratio = Setting<Double>(
        "ratio",
        default: "0.5",
        accepted: "a number above 0, at most 1",
        summary: "share of failures"
    ) { text in
        number("ratio", 0...1).parse(text).flatMap { $0 > 0 ? $0 : nil }
    }
    static let window = Setting.duration(
        "window",
        default: "10s",
        range: .milliseconds(10) ... .seconds(3600),
        "over which the ratio is taken"
    )
    static let minimum = integer("minimum", 1...1_000_000)
    static let open = duration("open", .milliseconds(1))
    static let growth = number("growth", 1...100)
    static let maxOpen = duration("max_open", .milliseconds(1))
    static let halfOpen = integer("half_open", 1...1_000_000)
    static let successes = integer("successes", 1...1_000_000)

    static let concurrent = integer("concurrent", 1...1_000_000)
    static let queue = integer("queue", 0...1_000_000)
    static let wait = duration("wait", .zero)

    static let rate = Setting<Double>(
        "rate",
        default: "100/s",
        accepted: "a number of calls per s, m or h, such as 100/s, from 0.001 to 1000000 each second",
        summary: "calls per time"
    ) { text in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let seconds = ["s": 1.0, "m": 60, "h": 3600][parts[1]],
            let calls = NumberText.parse(parts[0]), (0.001...1_000_000).contains(calls / seconds)
        else { return nil }
        return calls / seconds
    }
    static let burst = integer("burst", 1...1_000_000)

    private static func integer(_ key: String, _ range: ClosedRange<Int>) -> Setting<Int> {
        .integer(key, default: "\(range.lowerBound)", range: range, "")
    }

    private static func number(_ key: String, _ range: ClosedRange<Double>) -> Setting<Double> {
        .number(key, default: NumberText.format(range.lowerBound), range: range, "")
    }

    private static func duration(_ key: String, _ least: Duration) -> Setting<Duration> {
        .duration(key, default: DurationText.format(least), range: least ... .seconds(86_400), "")
    }
}
