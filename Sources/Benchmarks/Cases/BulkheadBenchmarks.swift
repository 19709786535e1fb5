import Resilience

extension Benchmark {
    static var bulkhead: [Benchmark] {
        [
            Benchmark("bulkhead/try-acquire-and-release") { clock in
                let bulkhead = Bulkhead(name: "benchmark", clock: clock)
                return loop {
                    if let permit = bulkhead.tryAcquire() { permit.release() }
                }
            },
            Benchmark("bulkhead/acquire-and-release") { clock in
                let bulkhead = Bulkhead(name: "benchmark", clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await acquireAndRelease(bulkhead) }
                }
            },
            Benchmark("bulkhead/reject") { clock in
                var configuration = BulkheadConfiguration()
                configuration.maxConcurrent = 0
                let bulkhead = Bulkhead(name: "benchmark", configuration: configuration, clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await acquireAndRelease(bulkhead) }
                }
            },
        ]
    }
}

@inline(__always)
private func acquireAndRelease(_ bulkhead: Bulkhead<BenchmarkClock>) async {
    do throws(BulkheadRejection) {
        let permit = try await bulkhead.acquire()
        permit.release()
    } catch {
        blackHole(error)
    }
}
