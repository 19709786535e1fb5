import Resilience
import Synchronization
import TestSupport
import Testing

/// Collects what a handler receives. Thread-safe.
final class Recorder<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    func record(_ element: Element) { elements.withLock { $0.append(element) } }
    var all: [Element] { elements.withLock { $0 } }
}

@Suite("Circuit breaker", .timeLimit(.minutes(1)))
struct CircuitBreakerTests {
    private struct Refused: Error {}

    private let clock = ManualClock()

    private func call(_ breaker: CircuitBreaker<ManualClock>, _ outcome: CallOutcome, times: Int = 1) {
        for _ in 0..<times {
            if case .admitted(let permit) = breaker.admit() { breaker.settle(permit, outcome) }
        }
    }

    @Test("Every transition is one event, in order, with the breaker's name")
    func events() {
        let events = Recorder<BreakerEvent>()
        let breaker = CircuitBreaker(name: "orders", clock: clock) { events.record($0) }
        call(breaker, .failure, times: 8)
        clock.advance(by: .seconds(30))
        call(breaker, .failure)
        breaker.recover()
        call(breaker, .success)
        breaker.force(.forceOpen)
        breaker.force(.reset)
        #expect(events.all.map(\.transition.to) == [.open, .halfOpen, .open, .halfOpen, .closed, .forcedOpen, .closed])
        #expect(Set(events.all.map(\.breaker)) == ["orders"])
        #expect(breaker.snapshot().transitionCount == 7)
    }

    @Test("A handler may use the breaker; what it causes comes after what it was told")
    func reentrantHandler() {
        let events = Recorder<BreakerStatus>()
        let reference = Mutex<CircuitBreaker<ManualClock>?>(nil)
        let handler: @Sendable (BreakerEvent) -> Void = { event in
            if event.transition.to == .open { reference.withLock { $0 }?.force(.disable) }
            events.record(event.transition.to)
        }
        let breaker = CircuitBreaker(name: "a", clock: clock, onEvent: handler)
        reference.withLock { $0 = breaker }
        call(breaker, .failure, times: 5)
        reference.withLock { $0 = nil }
        #expect(events.all == [.open, .disabled])
    }

    @Test("Under many threads events stay in order: each begins where the one before ended")
    func orderUnderContention() async {
        let events = Recorder<BreakerTransition>()
        let clock = clock
        let breaker = CircuitBreaker(name: "a", clock: clock) { events.record($0.transition) }
        await withTaskGroup(of: Void.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    for _ in 0..<2000 {
                        call(breaker, Bool.random(using: &generator) ? .success : .failure)
                        if Int.random(in: 0..<8, using: &generator) == 0 { breaker.recover() }
                    }
                }
            }
        }
        #expect(events.all.count == breaker.snapshot().transitionCount)
        #expect(events.all.count > 10)
        #expect(events.all.first?.from == .closed)
        #expect(zip(events.all, events.all.dropFirst()).allSatisfy { $0.to == $1.from })
    }

    @Test("A snapshot shows an overdue breaker as open and leaves it so")
    func snapshotChangesNothing() {
        let breaker = CircuitBreaker(name: "a", clock: clock)
        call(breaker, .failure, times: 5)
        call(breaker, .failure)
        clock.advance(by: .seconds(45))
        let snapshot = breaker.snapshot()
        #expect(snapshot.status == .open)
        #expect(snapshot.totals[.failure] == 5)
        #expect(snapshot.totals[.rejected] == 1)
        #expect(snapshot.secondsIn(.open) == 45)
        #expect(snapshot.timeInStatus == .seconds(45))
        #expect(snapshot.lastTransition?.to == .open)
        #expect(breaker.status == .open)
        #expect(breaker.wouldAdmit)
    }

    @Test("The timer makes a quiet breaker half-open when due")
    func timer() async {
        let halfOpen = AsyncStream.makeStream(of: BreakerStatus.self)
        let breaker = CircuitBreaker(name: "a", clock: clock) { halfOpen.continuation.yield($0.transition.to) }
        let timer = Task { await breaker.runTimer() }
        call(breaker, .failure, times: 5)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(29))
        #expect(breaker.status == .open)
        clock.advance(by: .seconds(1))
        var transitions = halfOpen.stream.makeAsyncIterator()
        #expect(await transitions.next() == .open)
        #expect(await transitions.next() == .halfOpen)
        timer.cancel()
        await timer.value
        #expect(clock.sleeperCount == 0)
    }

    @Test("A timer that sleeps towards a far deadline wakes for a nearer one")
    func timerFollowsDeadline() async {
        let changes = AsyncStream.makeStream(of: BreakerStatus.self)
        let breaker = CircuitBreaker(name: "a", clock: clock) { changes.continuation.yield($0.transition.to) }
        let timer = Task { await breaker.runTimer() }
        call(breaker, .failure, times: 5)
        await clock.waitForSleepers()
        var configuration = CircuitBreakerConfiguration()
        configuration.openDuration = .seconds(2)
        breaker.reconfigure(configuration)
        // The first sleep ends, the second begins, and two seconds are enough for it.
        var transitions = changes.stream.makeAsyncIterator()
        #expect(await transitions.next() == .open)
        clock.advance(by: .seconds(2))
        #expect(await transitions.next() == .halfOpen)
        timer.cancel()
        await timer.value
    }

    @Test("A cancelled timer ends, whether it sleeps or waits, and a second one returns at once")
    func timerEnds() async {
        let breaker = CircuitBreaker(name: "a", clock: clock)
        let idle = Task { await breaker.runTimer() }
        idle.cancel()
        await idle.value
        call(breaker, .failure, times: 5)
        let sleeping = Task { await breaker.runTimer() }
        await clock.waitForSleepers()
        await breaker.runTimer()
        sleeping.cancel()
        await sleeping.value
        #expect(breaker.status == .open)
    }

    @Test("run settles with what the classifier says")
    func runClassifies() async throws {
        let breaker = CircuitBreaker(name: "a", clock: clock)
        #expect(try await breaker.run { 42 } == 42)
        await #expect(throws: BreakerCallError<Refused>.self) {
            try await breaker.run { () throws(Refused) -> Int in throw Refused() }
        }
        await #expect(throws: BreakerCallError<Refused>.self) {
            try await breaker.run(classify: { _ in .ignored }) { () throws(Refused) -> Int in throw Refused() }
        }
        let totals = breaker.snapshot().totals
        #expect(totals[.success] == 1)
        #expect(totals[.failure] == 1)
        #expect(totals[.ignored] == 1)
    }

    @Test("run does not call a rejected operation")
    func runRejects() async {
        let breaker = CircuitBreaker(name: "a", clock: clock)
        breaker.force(.forceOpen)
        let calls = Atomic<Int>(0)
        do {
            _ = try await breaker.run { () throws(Refused) in calls.add(1, ordering: .relaxed) }
            Issue.record("must be rejected")
        } catch {
            guard case .rejected(let rejection) = error else {
                Issue.record("unexpected \(error)")
                return
            }
            #expect(rejection.reason == .forcedOpen)
        }
        #expect(calls.load(ordering: .relaxed) == 0)
    }

    @Test("A call that ends because its caller went away is neutral")
    func runCancelled() async {
        let clock = clock
        let breaker = CircuitBreaker(name: "a", clock: clock)
        let task = Task { try await breaker.run { try await clock.sleep(until: .init(offset: .seconds(9))) } }
        await clock.waitForSleepers()
        task.cancel()
        _ = await task.result
        #expect(breaker.snapshot().totals[.cancelled] == 1)
        #expect(breaker.snapshot().counts.calls == 0)
    }
}
