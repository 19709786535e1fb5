import Resilience

extension Benchmark {
    static var circuitBreaker: [Benchmark] {
        [
            Benchmark("breaker/admit-and-settle-success") { clock in
                let breaker = CircuitBreaker(name: "benchmark", clock: clock)
                return loop { admitAndSettle(breaker, .success) }
            },
            Benchmark("breaker/admit-and-settle-failure") { clock in
                let breaker = CircuitBreaker(name: "benchmark", configuration: .evaluating, clock: clock)
                return loop { admitAndSettle(breaker, .failure) }
            },
            Benchmark("breaker/reject") { clock in
                let breaker = CircuitBreaker(name: "benchmark", configuration: .open, clock: clock)
                admitAndSettle(breaker, .failure)
                return loop { admitAndSettle(breaker, .success) }
            },
            Benchmark("breaker/run-success") { clock in
                let breaker = CircuitBreaker(name: "benchmark", clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await run(breaker) }
                }
            },
            Benchmark("breaker/run-failure") { clock in
                let breaker = CircuitBreaker(name: "benchmark", configuration: .evaluating, clock: clock)
                return { iterations in
                    for _ in 0..<iterations { await runFailing(breaker) }
                }
            },
            Benchmark("breaker/run-reject") { clock in
                let breaker = CircuitBreaker(name: "benchmark", configuration: .open, clock: clock)
                admitAndSettle(breaker, .failure)
                return { iterations in
                    for _ in 0..<iterations { await run(breaker) }
                }
            },
        ]
    }
}

@inline(__always)
private func admitAndSettle(_ breaker: CircuitBreaker<BenchmarkClock>, _ outcome: CallOutcome) {
    switch breaker.admit() {
    case .admitted(let permit): blackHole(breaker.settle(permit, outcome))
    case .rejected(let rejection): blackHole(rejection)
    }
}

@inline(__always)
private func run(_ breaker: CircuitBreaker<BenchmarkClock>) async {
    do throws(BreakerCallError<Never>) {
        blackHole(try await breaker.run { 1 })
    } catch {
        blackHole(error)
    }
}

private struct Failure: Error {}

@inline(__always)
private func runFailing(_ breaker: CircuitBreaker<BenchmarkClock>) async {
    do throws(BreakerCallError<Failure>) {
        try await breaker.run { () throws(Failure) in throw Failure() }
    } catch {
        blackHole(error)
    }
}

extension CircuitBreakerConfiguration {
    /// Asks both of its rules after every failure and never opens, for the second cannot hold.
    fileprivate static var evaluating: CircuitBreakerConfiguration {
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = .all([.failureRatio(1), .consecutiveFailures(.max)])
        return configuration
    }

    /// Opens at the first failure, for as long as can be.
    fileprivate static var open: CircuitBreakerConfiguration {
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = .consecutiveFailures(1)
        configuration.maximumOpenDuration = .seconds(86_400)
        configuration.openDuration = configuration.maximumOpenDuration
        return configuration
    }
}
