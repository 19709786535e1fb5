import Resilience
import ServiceKit

extension Benchmark {
    static var endpoints: [Benchmark] {
        [
            Benchmark("endpoints/choose-and-settle-of-1") { chooseAndSettle(of: 1, $0) },
            Benchmark("endpoints/choose-and-settle-of-3") { chooseAndSettle(of: 3, $0) },
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
