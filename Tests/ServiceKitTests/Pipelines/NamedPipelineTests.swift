import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct NamedPipelineTests {
    private struct Failure: Error {}

    private struct Discarding: LogSink {
        func write(_ line: [UInt8]) {}
        func flush() {}
    }

    private let clock = ManualClock()

    private func build(
        _ text: String,
        observer: PipelineObserver = PipelineObserver()
    ) throws -> NamedPipeline<ManualClock> {
        try PipelineDescription(text).build(name: "extra", clock: clock, observer: observer)
    }

    private func kind(of pipeline: NamedPipeline<ManualClock>) async -> PolicyError.Kind? {
        do throws(PolicyError) {
            try await pipeline.pipeline.run { _ in throw Failure() }
            return nil
        } catch {
            return error.kind
        }
    }

    @Test func anEmptyOneLetsEveryCallThrough() async throws {
        let empty = try build("none")
        #expect(empty.pipeline.name == "extra")
        #expect(try await empty.pipeline.run { _ in 7 } == 7)
    }

    @Test func itsPartsBearItsNameAndWork() async throws {
        let extra = try build(
            "rate(3/s) | breaker(1) | bulkhead(1) | breaker(2) | bulkhead(2) | retry(2,base=0,jitter=none)"
        )
        #expect(extra.breakers.map(\.name) == ["extra", "extra-2"])
        #expect(extra.bulkheads.map(\.name) == ["extra", "extra-2"])
        #expect(extra.bulkheads.map { $0.snapshot().capacity } == [1, 2])
        #expect(extra.limiters.map(\.name) == ["extra"])
        #expect(extra.budgets.count == 1)
        // The order of the text is that of the layers: the first breaker opens at the first call.
        #expect(await kind(of: extra) == .operation)
        #expect(await kind(of: extra) == .breakerRejected)
        #expect(extra.breakers.map(\.status) == [.open, .closed])
        #expect(extra.breakers[1].snapshot().totals[.failure] == 1)
        #expect(await kind(of: extra) == .breakerRejected)
        #expect(await kind(of: extra) == .rateLimited)
    }

    @Test func timeoutsAndDeadlinesHold() async throws {
        let clock = clock
        let extra = try build("deadline(3s) | timeout(2s)")
        async let remaining = extra.pipeline.run { call in
            let remaining = call.deadline?.remaining(at: clock.now)
            clock.advance(by: .seconds(1))
            return remaining
        }
        #expect(try await remaining == .seconds(2))
        async let kind: PolicyError.Kind? = {
            do throws(PolicyError) {
                try await extra.pipeline.run { _ in try await clock.sleep(until: .init(offset: .seconds(60))) }
                return nil
            } catch {
                return error.kind
            }
        }()
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(2))
        #expect(await kind == .timedOut)
    }

    @Test func whatHappensIsObserved() async throws {
        let seen = Mutex<[String]>([])
        var observer = PipelineObserver()
        observer.onBreakerEvent = { event in seen.withLock { $0.append("\(event.breaker) \(event.transition.to)") } }
        observer.bulkheadWaitObserver = { name in { _ in seen.withLock { $0.append("\(name) waited") } } }
        observer.onRetryEvent = { event in
            if case .attempt(let number) = event { seen.withLock { $0.append("attempt \(number)") } }
        }
        observer.onRetryEnd = { outcome in seen.withLock { $0.append("\(outcome)") } }
        let text = "breaker(1) | retry(2, base=0s, jitter=none, budget=none) | bulkhead(1, queue=1)"
        let extra = try build(text, observer: observer)
        #expect(extra.budgets.isEmpty)
        let place = extra.bulkheads[0].tryAcquire()
        async let kind = kind(of: extra)
        while extra.bulkheads[0].snapshot().queued == 0 { await Task.yield() }
        place?.release()
        #expect(await kind == .operation)
        #expect(
            seen.withLock { $0 } == ["attempt 1", "extra waited", "attempt 2", "exhausted", "extra open"]
        )
    }

    @Test func itsPartsAreShownInTheMetrics() async throws {
        let registry = MetricRegistry()
        let bulkheads = try BulkheadMetrics(registry: registry)
        var observer = PipelineObserver()
        observer.bulkheadWaitObserver = bulkheads.waitObserver
        let extra = try build("rate(1/s) | breaker | bulkhead(7, queue=1) | breaker", observer: observer)
        extra.show(
            in: try BreakerMetrics(registry: registry, logger: Logger(level: .error, sink: Discarding())),
            bulkheads,
            try RateLimiterMetrics(registry: registry)
        )
        #expect(await kind(of: extra) == .operation)
        #expect(await kind(of: extra) == .rateLimited)
        let text = String(decoding: registry.exposition(), as: UTF8.self)
        for line in [
            #"resilience_breaker_calls_total{breaker="extra",scope="call",address="",result="failure"} 1"#,
            #"resilience_breaker_calls_total{breaker="extra-2",scope="call",address="",result="failure"} 1"#,
            #"resilience_bulkhead_capacity{bulkhead="extra"} 7"#,
            #"resilience_bulkhead_wait_seconds_count{bulkhead="extra"} 0"#,
            #"resilience_rate_limited_total{limiter="extra"} 1"#,
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test func itsTimersEndOpenTimes() async throws {
        let halfOpen = Signal()
        var observer = PipelineObserver()
        observer.onBreakerEvent = { if $0.transition.to == .halfOpen { halfOpen.set() } }
        let extra = try build("breaker(1, open=5s)", observer: observer)
        let timers = Task { await extra.runTimers() }
        _ = await kind(of: extra)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(5))
        await halfOpen.wait()
        #expect(extra.breakers[0].status == .halfOpen)
        timers.cancel()
        await timers.value
    }
}
