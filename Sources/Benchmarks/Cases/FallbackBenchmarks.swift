import Resilience

extension Benchmark {
    static var fallback: [Benchmark] {
        [
            Benchmark("fallback/success") { clock in
                let fallback = StaleFallback<Int, Int, BenchmarkClock>(clock: clock)
                return { iterations in
                    for number in 0..<iterations { await answer(fallback, .good(number)) }
                }
            },
            Benchmark("fallback/stale") { clock in
                let fallback = StaleFallback<Int, Int, BenchmarkClock>(clock: clock)
                return { iterations in
                    await answer(fallback, .good(1))
                    for _ in 0..<iterations { await answer(fallback, .failed) }
                }
            },
        ]
    }
}

@inline(__always)
private func answer(_ fallback: StaleFallback<Int, Int, BenchmarkClock>, _ worth: OutcomeWorth<Int>) async {
    blackHole(await fallback.answer(for: 1, worth: { $0 }) { _ in worth })
}
