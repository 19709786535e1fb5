import Resilience

extension Benchmark {
    /// Calls that are answered before their hedge is due, as nearly all are.
    static var hedge: [Benchmark] {
        [
            Benchmark("hedge/no-delay") { clock in
                let hedge = Hedge(clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await answer(hedge, after: nil) }
                }
            },
            Benchmark("hedge/not-due") { clock in
                let hedge = Hedge(clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await answer(hedge, after: .seconds(10)) }
                }
            },
        ]
    }

    static var timeout: [Benchmark] {
        [
            Benchmark("timeout/in-time") { clock in
                let timeout = Timeout(.seconds(10), clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await answer(timeout) }
                }
            }
        ]
    }
}

@inline(__always)
private func answer(_ hedge: Hedge<BenchmarkClock>, after delay: Duration?) async {
    blackHole(await hedge.run(after: delay, isGood: { _ in true }) { $0 })
}

@inline(__always)
private func answer(_ timeout: Timeout<BenchmarkClock>) async {
    do throws(TimeoutError<Never>) {
        blackHole(try await timeout.run { 1 })
    } catch {
        blackHole(error)
    }
}
