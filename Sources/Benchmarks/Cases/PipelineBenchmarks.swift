import EventLoop
import Resilience
import ServiceKit

extension Benchmark {
    /// All patterns around a call that does nothing, composed as the client service composes them.
    static var pipeline: [Benchmark] {
        [
            Benchmark("pipeline/success") { clock in
                let pipeline = Pipeline(CircuitBreakerConfiguration(), clock)
                return { iterations in
                    for _ in 0..<iterations { blackHole(await pipeline.run()) }
                }
            },
            Benchmark("pipeline/reject") { clock in
                let pipeline = Pipeline(CircuitBreakerConfiguration(), clock)
                pipeline.callBreaker.force(.forceOpen)
                return { iterations in
                    for _ in 0..<iterations { blackHole(await pipeline.run()) }
                }
            },
        ]
    }
}

/// Deadline → breaker counting calls → retry with budget → endpoint choice → endpoint breaker → bulkhead → nothing.
private struct Pipeline: Sendable {
    enum Failure: Error { case deadline, noEndpoint, full }

    let callBreaker: CircuitBreaker<BenchmarkClock>
    private let retry: Retry<BenchmarkClock>
    private let endpoints: EndpointSet<Int, BenchmarkClock>
    private let bulkhead: Bulkhead<BenchmarkClock>
    private let clock: BenchmarkClock

    init(_ configuration: CircuitBreakerConfiguration, _ clock: BenchmarkClock) {
        callBreaker = CircuitBreaker(name: "benchmark", configuration: configuration, clock: clock)
        retry = Retry(budget: RetryBudget(clock: clock), clock: clock)
        endpoints = EndpointSet(name: "benchmark", clock: clock)
        endpoints.update(0..<3)
        bulkhead = Bulkhead(name: "benchmark", clock: clock)
        self.clock = clock
    }

    /// Whether the call was made and answered.
    func run() async -> Bool {
        let deadline = Deadline.after(.seconds(10), on: clock)
        switch callBreaker.admit() {
        case .rejected:
            return false
        case .admitted(let permit):
            var retry = retry
            if permit.isTrial { retry.policy.maxAttempts = 1 }
            let isAnswered = await attempts(retry, deadline)
            callBreaker.settle(permit, isAnswered ? .success : .failure)
            return isAnswered
        }
    }

    private func attempts(_ retry: Retry<BenchmarkClock>, _ deadline: Deadline<BenchmarkClock>) async -> Bool {
        var generator = SplitMix64.stream()
        let result: RetryResult<Int, Failure> = await retry.run(
            deadline: deadline,
            using: &generator,
            canContinue: { endpoints.admits }
        ) { await attempt($0, deadline) }
        if case .success = result.value { return true }
        return false
    }

    private func attempt(_ number: Int, _ deadline: Deadline<BenchmarkClock>) async -> AttemptVerdict<Int, Failure> {
        var generator = SplitMix64.stream()
        let start = clock.now
        let limit = deadline.bounding(.seconds(2), at: start)
        guard limit > .zero else { return .stop(.deadline, .deadline) }
        guard let choice = endpoints.choose(using: &generator) else { return .stop(.noEndpoint, .noEndpoint) }
        do throws(BulkheadRejection) {
            let permit = try await bulkhead.acquire(until: start.advanced(by: limit))
            permit.release()
            choice.settle(.success)
            return .success(number)
        } catch {
            choice.settle(.ignored)
            return .failure(.full, .final)
        }
    }
}
