import Resilience
import ServiceKit

extension Benchmark {
    static var throttle: [Benchmark] {
        [
            Benchmark("throttle/admit-and-settle") { clock in
                let throttle = Throttle(name: "benchmark", clock: clock)
                return loop { admitAndSettle(throttle) }
            },
            Benchmark("throttle/turn-away") { clock in
                var configuration = ThrottleConfiguration()
                // Nearly every call is turned away: what is let through and accepted hardly counts beside them.
                configuration.maximumProbability = 1
                let throttle = Throttle(name: "benchmark", configuration: configuration, clock: clock)
                for _ in 0..<1000 { throttle.settle(isOverload: true) }
                return loop { admitAndSettle(throttle) }
            },
        ]
    }
}

@inline(__always)
private func admitAndSettle(_ throttle: Throttle<BenchmarkClock>) {
    var generator = SplitMix64.stream()
    if throttle.admit(using: &generator) { throttle.settle(isOverload: false) }
}
