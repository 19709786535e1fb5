import Resilience
import ServiceKit
import Testing

@Suite struct PipelineDescriptionTests {
    static let setting = Setting.pipeline("PIPELINE_EXTRA", default: "timeout(1s)", "layers around the optional part")

    private static func retry(
        _ change: (inout RetryPolicy) -> Void = { _ in },
        deposit: Double? = 0.2
    ) -> PipelineLayer {
        var policy = RetryPolicy()
        change(&policy)
        var budget = RetryBudgetConfiguration()
        budget.depositPerCall = deposit ?? 0
        return .retry(policy, deposit == nil ? nil : budget)
    }

    private static func breaker(_ change: (inout CircuitBreakerConfiguration) -> Void = { _ in }) -> PipelineLayer {
        var breaker = CircuitBreakerConfiguration()
        change(&breaker)
        return .breaker(breaker)
    }

    private static func bulkhead(_ places: Int, queue: Int = 0, wait: Duration? = nil) -> PipelineLayer {
        var bulkhead = BulkheadConfiguration()
        (bulkhead.maxConcurrent, bulkhead.maxQueue, bulkhead.maxWait) = (places, queue, wait)
        return .bulkhead(bulkhead)
    }

    private static func rate(_ perSecond: Double, burst: Int) -> PipelineLayer {
        var rate = RateLimiterConfiguration()
        (rate.rate, rate.burst) = (perSecond, burst)
        return .rate(rate)
    }

    private static let accepted: [(text: String, layers: [PipelineLayer])] = [
        ("none", []), (" none ", []),
        ("timeout(2s)", [.timeout(.seconds(2))]), ("timeout(limit=250ms)", [.timeout(.milliseconds(250))]),
        (" deadline ( limit = 3s ) ", [.deadline(.seconds(3))]),
        ("retry", [retry()]), ("retry()", [retry()]), ("retry( )", [retry()]),
        ("retry(2)", [retry { $0.maxAttempts = 2 }]),
        (
            "retry(attempts=3, base=100ms, cap=2s, multiplier=1.5, jitter=full, budget=0.1)",
            [
                retry(
                    {
                        $0.maxAttempts = 3
                        $0.backoff.base = .milliseconds(100)
                        $0.backoff.cap = .seconds(2)
                        $0.backoff.multiplier = 1.5
                        $0.backoff.jitter = .full
                    },
                    deposit: 0.1
                )
            ]
        ),
        ("retry(budget=none)", [retry(deposit: nil)]),
        ("retry(jitter=proportional(0.2),base=1s)", [retry { $0.backoff.jitter = .proportional(0.2) }]),
        ("retry(jitter=none)", [retry { $0.backoff.jitter = .none }]),
        ("breaker", [breaker()]), ("breaker(3)", [breaker { $0.tripRule = .consecutiveFailures(3) }]),
        ("breaker(ratio=0.5)", [breaker { $0.tripRule = .failureRatio(0.5) }]),
        (
            "breaker(failures=5, ratio=0.8, window=1m, minimum=7, open=5s, growth=2, max_open=1m, half_open=3, successes=2)",
            [
                breaker {
                    $0.tripRule = .all([.consecutiveFailures(5), .failureRatio(0.8)])
                    $0.window = .time(.seconds(60))
                    $0.minimumCalls = 7
                    $0.openDuration = .seconds(5)
                    $0.openDurationGrowth = 2
                    $0.maximumOpenDuration = .seconds(60)
                    $0.halfOpenMaxCalls = 3
                    $0.halfOpenRule = .successes(2)
                }
            ]
        ),
        ("bulkhead(64)", [bulkhead(64)]),
        ("bulkhead(64, queue=16, wait=100ms)", [bulkhead(64, queue: 16, wait: .milliseconds(100))]),
        ("rate(100/s)", [rate(100, burst: 100)]), ("rate(2.5/s)", [rate(2.5, burst: 3)]),
        ("rate(rate=90/m,burst=9)", [rate(1.5, burst: 9)]), ("rate(36/h)", [rate(0.01, burst: 1)]),
        (
            "timeout(2s)|retry(4)| breaker(failures=5,open=30s)|bulkhead(8) |rate(1/s)|timeout(1s)",
            [
                .timeout(.seconds(2)), retry(), breaker(), bulkhead(8), rate(1, burst: 1), .timeout(.seconds(1)),
            ]
        ),
    ]

    @Test func whatIsAcceptedMeansWhatItSays() throws {
        for (text, layers) in Self.accepted {
            let description = try Self.setting.read("PIPELINE_EXTRA", text)
            #expect(description.layers == layers, "\(text)")
        }
    }

    @Test func whatIsAcceptedIsValid() throws {
        for (_, layers) in Self.accepted {
            for layer in layers {
                switch layer {
                case .retry(let policy, let budget):
                    try policy.validate()
                    try budget?.validate()
                case .breaker(let breaker): try breaker.validate()
                case .bulkhead(let bulkhead): try bulkhead.validate()
                case .rate(let rate): try rate.validate()
                case .timeout, .deadline: break
                }
            }
        }
    }

    private static let refused: [(text: String, value: String, accepted: String)] = [
        ("", "", "layer 1 to be one of timeout, deadline, retry, breaker, bulkhead, rate"),
        ("timeout(1s) |", "", "layer 2 to be one of"), ("timeout(1s) || retry", "", "layer 2 to be one of"),
        ("none | retry", "none", "layer 1 to be one of"), ("NONE", "NONE", "layer 1 to be one of"),
        ("retry | Retry", "Retry", "layer 2 to be one of"), ("(1s)", "(1s)", "layer 1 to be one of"),
        ("timeout", "timeout", "in layer 1, timeout: limit, which is a duration from 1ms to 24h"),
        ("retry | timeout()", "timeout()", "in layer 2, timeout: limit, which is"),
        ("timeout(5)", "5", "in layer 1, timeout: limit to be a duration from 1ms to 24h, such as"),
        ("timeout(0s)", "0s", "limit to be"), ("timeout(25h)", "25h", "limit to be"),
        ("timeout(-1s)", "-1s", "limit to"),
        ("timeout(1s", "timeout(1s", "a closing parenthesis"), ("timeout 1s)", "timeout 1s)", "an opening parenthesis"),
        ("timeout(1s) x", "timeout(1s) x", "in layer 1, timeout: nothing behind the closing parenthesis"),
        ("timeout(1s)(2s)", "1s)", "an opening parenthesis"),
        ("timeout(1s,2s)", "2s", "in layer 1, timeout: key=value behind the first argument"),
        ("timeout(1s,limit=2s)", "limit=2s", "in layer 1, timeout: limit once"),
        ("timeout(1s,)", "", "key=value behind"), ("timeout(,)", "", "key=value behind"),
        ("timeout( , limit=1s)", "limit=1s", "limit once"),
        (
            "breaker | retry(attempt=4)", "attempt=4",
            "in layer 2, retry: attempts, base, cap, multiplier, jitter, budget as keys"
        ),
        ("retry(attempts=0)", "attempts=0", "in layer 1, retry: attempts to be a whole number from 1 to 100"),
        ("retry(attempts=)", "attempts=", "attempts to be"), ("retry(=4)", "=4", "as keys"),
        ("retry(attempts=4=5)", "attempts=4=5", "attempts to be"), ("retry(4, 5)", "5", "key=value"),
        ("retry(base=10s)", "base=10s", "base to be at most cap, which is 8s"),
        ("retry(cap=500ms)", "retry(cap=500ms)", "base to be at most cap, which is 500ms"),
        ("retry(jitter=some)", "jitter=some", "jitter to be one of proportional(0…1), full"),
        ("retry(jitter=proportional(2))", "jitter=proportional(2)", "jitter to be"),
        ("retry(budget=11)", "budget=11", "budget to be none, or a number from 0 to 10"),
        ("retry(multiplier=0.5)", "multiplier=0.5", "multiplier to be a number from 1 to 100"),
        ("breaker(0)", "0", "failures to be"),
        ("breaker(ratio=0)", "ratio=0", "ratio to be a number above 0, at most 1"),
        ("breaker(ratio=1.1)", "ratio=1.1", "ratio to be"), ("breaker(window=1ms)", "window=1ms", "window to be"),
        ("breaker(open=10m)", "open=10m", "in layer 1, breaker: open to be at most max_open, which is 5m"),
        ("breaker(successes=2)", "successes=2", "successes to be at most half_open, which is 1"),
        ("bulkhead", "bulkhead", "concurrent, which is a whole number"), ("bulkhead(0)", "0", "concurrent to be"),
        ("bulkhead(1, wait=1s)", "wait=1s", "wait to be left out, unless queue is set"),
        ("rate(100)", "100", "rate to be a number of calls per s, m or h"), ("rate(0/s)", "0/s", "rate to be"),
        ("rate(1/d)", "1/d", "rate to be"), ("rate(1/s/s)", "1/s/s", "rate to be"),
        ("rate(2000000/s)", "2000000/s", "rate"),
        ("rate(1/s, burst=0)", "burst=0", "burst to be"),
    ]

    @Test func whatIsRefusedIsNamedWithItsPlaceAndWhatIsAccepted() {
        for (text, value, accepted) in Self.refused {
            let error = #expect(throws: ConfigurationError.self, "\(text)") {
                try Self.setting.read("PIPELINE_EXTRA", text)
            }
            #expect(error?.variable == "PIPELINE_EXTRA")
            #expect(error?.value == value, "\(text)")
            #expect(error?.accepted.contains(accepted) == true, "\(text): \(error?.accepted ?? "")")
        }
    }

    @Test func itReadsAsOneSentence() {
        #expect {
            try Self.setting.read("PIPELINE_EXTRA", "timeout(1s) | retry(attempts=0)")
        } throws: {
            "\($0)"
                == "PIPELINE_EXTRA: \"attempts=0\" is not accepted; expected in layer 2, retry: attempts to be a whole"
                + " number from 1 to 100"
        }
    }

    @Test func thereAreAsManyLayersAsCanBeMeant() throws {
        let most = Array(repeating: "retry", count: PipelineDescription.maximumLayers).joined(separator: "|")
        #expect(try PipelineDescription(most).layers.count == PipelineDescription.maximumLayers)
        #expect(throws: SettingRefusal.self) { try PipelineDescription(most + "|retry") }
    }

    @Test func aVariableOrTheDefaultIsRead() throws {
        func read(_ environment: [String: String]) throws -> [PipelineLayer] {
            try Configuration(
                settings: [Self.setting.description],
                prefixes: ["PIPELINE_"],
                arguments: [],
                environment: environment
            ).value(Self.setting).layers
        }
        #expect(try read([:]) == [.timeout(.seconds(1))])
        #expect(try read(["PIPELINE_EXTRA": "none"]).isEmpty)
    }

    @Test(arguments: [
        ("retry(", "attempts base cap multiplier jitter budget"),
        ("breaker(", "failures ratio window minimum open growth max_open half_open successes"),
        ("bulkhead(", "concurrent"), ("bulkhead(1, ", "queue wait"), ("rate(", "rate"), ("rate(1/s, ", "burst"),
        ("timeout(", "limit"), ("deadline(", "limit"),
    ])
    func everyArgumentIsReadByItsLayer(_ layer: String, _ keys: String) {
        for key in keys.split(separator: " ") {
            #expect {
                try PipelineDescription("\(layer)\(key)=?)")
            } throws: {
                ($0 as? SettingRefusal)?.accepted.contains(": \(key) to be") == true
            }
        }
    }
}
