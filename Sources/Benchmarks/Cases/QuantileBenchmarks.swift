import Resilience

extension Benchmark {
    static var quantiles: [Benchmark] {
        [
            Benchmark("quantiles/record") { clock in
                let latencies = LatencyTracker(clock: clock)
                return loop { latencies.record(.milliseconds(12)) }
            },
            Benchmark("quantiles/recent-quantile") { clock in
                let latencies = filled(clock)
                return loop { blackHole(latencies.recentQuantile(0.99)) }
            },
            Benchmark("quantiles/threshold") { clock in
                let latencies = filled(clock)
                let threshold = LatencyThreshold.quantile(0.99, times: 3)
                return loop { blackHole(threshold.duration(from: latencies)) }
            },
        ]
    }
}

/// Enough samples for quantiles, over an hour, so that all of them stay.
private func filled(_ clock: BenchmarkClock) -> LatencyTracker<BenchmarkClock> {
    var configuration = LatencyQuantilesConfiguration()
    configuration.window = .seconds(3600)
    let latencies = LatencyTracker(configuration: configuration, clock: clock)
    for milliseconds in 1...1000 { latencies.record(.milliseconds(milliseconds)) }
    return latencies
}
