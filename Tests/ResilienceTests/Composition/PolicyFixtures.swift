import Resilience
import TestSupport

/// A layer that records a call's way in and out.
struct Tracer: Policy {
    let name: String
    let trace: Recorder<String>

    func execute<Value: Sendable>(
        _ call: PolicyCall<ManualClock>,
        _ operation: @Sendable (PolicyCall<ManualClock>) async -> Result<Value, PolicyError>
    ) async -> Result<Value, PolicyError> {
        trace.record("> \(name)")
        let result = await operation(call)
        trace.record("< \(name)")
        return result
    }
}

/// An error without a word on how it counts.
struct PlainFailure: Error {}

/// An error that says how it counts.
struct KnownFailure: ClassifiedFailure {
    var callOutcome = CallOutcome.failure
    var retryableFailure = RetryableFailure()
}

/// Layers on one clock that stands still.
struct PolicyFixtures {
    let clock = ManualClock()

    func breaker(failures: Int = 5) -> CircuitBreaker<ManualClock> {
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = .consecutiveFailures(failures)
        return CircuitBreaker(name: "b", configuration: configuration, clock: clock)
    }

    /// A retry whose waits take no time.
    func retry(attempts: Int = 4, budget: RetryBudget<ManualClock>? = nil) -> Retry<ManualClock> {
        var policy = RetryPolicy()
        policy.maxAttempts = attempts
        policy.backoff.base = .zero
        policy.backoff.jitter = .none
        return Retry(policy, budget: budget, clock: clock)
    }

    func bulkhead(_ places: Int = 1, queue: Int = 0) -> Bulkhead<ManualClock> {
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = places
        configuration.maxQueue = queue
        return Bulkhead(name: "k", configuration: configuration, clock: clock)
    }

    func limiter(burst: Int = 1) -> RateLimiter<ManualClock> {
        var configuration = RateLimiterConfiguration()
        configuration.rate = 1
        configuration.burst = burst
        return RateLimiter(name: "l", configuration: configuration, clock: clock)
    }

    func timeout(_ seconds: Int) -> Timeout<ManualClock> { Timeout(.seconds(seconds), clock: clock) }

    func deadline(_ seconds: Int) -> DeadlinePolicy<ManualClock> { DeadlinePolicy(.seconds(seconds), clock: clock) }

    /// Work that ends only by being cancelled.
    @Sendable func hang() async throws { try await clock.sleep(until: .init(offset: .seconds(86_400))) }

    /// What a call through a policy fails with; nil if it does not.
    func failure<Value: Sendable>(
        of policy: some Policy<ManualClock>,
        deadline: Deadline<ManualClock>? = nil,
        _ operation: @Sendable (PolicyCall<ManualClock>) async throws -> Value
    ) async -> PolicyError? {
        do throws(PolicyError) {
            _ = try await policy.run(deadline: deadline, operation)
            return nil
        } catch {
            return error
        }
    }
}
