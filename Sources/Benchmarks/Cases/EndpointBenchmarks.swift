import Resilience
import ServiceKit

extension Benchmark {
    static var endpoints: [Benchmark] {
        [
            Benchmark("endpoints/choose-and-settle-of-1") { chooseAndSettle(of: 1, $0) },
            Benchmark("endpoints/choose-and-settle-of-3") { chooseAndSettle(of: 3, $0) },
            Benchmark("outliers/compare-of-3") { clock in
                let endpoints = EndpointSet<Int, BenchmarkClock>(name: "benchmark", outliers: .eager, clock: clock)
                endpoints.update(0..<3)
                return loop {
                    var generator = SplitMix64.stream()
                    if let choice = endpoints.choose(using: &generator) {
                        blackHole(choice.settle(.success, isError: true))
                    }
                }
            },
        ]
    }
}

private func chooseAndSettle(of count: Int, _ clock: BenchmarkClock) -> BenchmarkLoop {
    let endpoints = EndpointSet<Int, BenchmarkClock>(name: "benchmark", clock: clock)
    endpoints.update(0..<count)
    return loop {
        var generator = SplitMix64.stream()
        if let choice = endpoints.choose(using: &generator) { blackHole(choice.settle(.success)) }
    }
}

extension OutlierConfiguration {
    /// Compares after every attempt, more often than a configuration may say, and finds no endpoint bad enough.
    fileprivate static var eager: OutlierConfiguration {
        var configuration = OutlierConfiguration()
        configuration.window = .nanoseconds(40)
        configuration.minimumAttempts = 0
        configuration.margin = 2
        return configuration
    }
}
