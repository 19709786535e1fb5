import PrometheusMetrics

extension Benchmark {
    static var metrics: [Benchmark] {
        [
            Benchmark("metrics/counter-increment") { _ in
                let counter = made { registry throws(MetricError) in
                    try registry.counter("benchmark_total", help: "Operations.")
                }
                return loop { counter.increment() }
            },
            Benchmark("metrics/float-counter-add") { _ in
                let counter = made { registry throws(MetricError) in
                    try registry.floatCounter("benchmark_seconds_total", help: "Time spent.")
                }
                return spread { counter.add($0) }
            },
            Benchmark("metrics/gauge-set") { _ in
                let gauge = made { registry throws(MetricError) in
                    try registry.gauge("benchmark_seconds", help: "Time now.")
                }
                return spread { gauge.set($0) }
            },
            Benchmark("metrics/histogram-observe") { _ in
                let histogram = made { registry throws(MetricError) in
                    try registry.histogram("benchmark_seconds", help: "Time taken.", buckets: Buckets.latency)
                }
                return spread { histogram.observe($0) }
            },
            Benchmark("metrics/scrape-10000-series") { _ in
                let registry = made { registry throws(MetricError) in
                    try fill(registry)
                    return registry
                }
                return loop { blackHole(registry.exposition()) }
            },
            Benchmark("metrics/scrape-10000-series-openmetrics") { _ in
                let registry = made { registry throws(MetricError) in
                    try fill(registry)
                    return registry
                }
                return loop { blackHole(registry.exposition(.openMetrics)) }
            },
        ]
    }
}

/// A loop around an operation on one value after another.
@inline(__always)
private func spread(_ operation: @escaping @Sendable (Double) -> Void) -> BenchmarkLoop {
    let observations = Observations()
    return { iterations in
        for index in 0..<iterations { operation(observations[index]) }
    }
}

/// What `make` makes of a new registry; the names here are legal.
private func made<Made>(_ make: (MetricRegistry) throws(MetricError) -> Made) -> Made {
    do throws(MetricError) {
        return try make(MetricRegistry())
    } catch {
        preconditionFailure("\(error)")
    }
}

/// What a service of many routes exposes: 250 histograms of 24 lines and 4,000 counters with three labels.
private func fill(_ registry: MetricRegistry) throws(MetricError) {
    let methods = ["GET", "HEAD", "POST", "PUT", "DELETE"]
    let observations = Observations()
    let durations = try registry.histogramFamily(
        "http_server_request_duration_seconds",
        help: "Time from the request's head to the response's end.",
        labels: ["method", "route", "code_class"],
        buckets: Buckets.latency
    )
    var children = 0
    for method in methods {
        for route in 0..<10 {
            for codeClass in ["1xx", "2xx", "3xx", "4xx", "5xx"] {
                let histogram = try durations.with(method, "/products/{id}/part-\(route)", codeClass)
                for number in 0..<200 { histogram.observe(observations[children * 7 + number * 13]) }
                children += 1
            }
        }
    }
    let requests = try registry.counterFamily(
        "http_server_requests_total",
        help: "Requests answered.",
        labels: ["method", "route", "code"]
    )
    for method in methods {
        for route in 0..<40 {
            for code in 200..<220 {
                let counter = try requests.with(method, "/products/{id}/part-\(route)", "\(code)")
                // Numbers of one to six digits, as counters have them.
                counter.increment(by: (route * 7919 + code * 104_729) % 1_000_000)
            }
        }
    }
}
