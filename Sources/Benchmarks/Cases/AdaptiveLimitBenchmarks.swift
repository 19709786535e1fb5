import Resilience

extension Benchmark {
    static var adaptiveLimit: [Benchmark] {
        [
            Benchmark("adaptive-limit/ended") { clock in
                let limit = AdaptiveLimit(bulkhead: Bulkhead(name: "benchmark", clock: clock), clock: clock)
                return loop { limit.ended(after: .milliseconds(12), isOverload: false) }
            }
        ]
    }
}
