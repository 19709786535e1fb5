import Resilience
import Synchronization
import TestSupport
import Testing

@Suite("Stale fallback", .timeLimit(.minutes(1)))
struct StaleFallbackTests {
    private typealias Fallback = StaleFallback<String, Int, ManualClock>
    private typealias Answer = StaleFallbackAnswer<Int, Int?>

    /// A fallback, what it told, and the calls it started by itself.
    private final class Stand: Sendable {
        let clock = ManualClock()
        let events = Recorder<StaleFallbackEvent>()
        let fallback: Fallback
        private let box = SpawnBox()

        init(
            shared: (any SharedAnswers<String, Int>)? = nil,
            _ adjust: (inout StaleFallbackConfiguration) -> Void = { _ in }
        ) {
            var configuration = StaleFallbackConfiguration()
            adjust(&configuration)
            let (events, box) = (events, box)
            fallback = Fallback(
                configuration,
                shared: shared,
                clock: clock,
                spawn: { box.start($0) },
                onEvent: { events.record($0) }
            )
        }

        /// A call whose outcome is nil where it fails; `-1` is a client error.
        func answer(_ key: String = "k", _ call: @escaping @Sendable () async -> Int?) async -> Answer {
            await fallback.answer(
                for: key,
                worth: { outcome in
                    switch outcome {
                    case nil: .failed
                    case -1: .final
                    case let value?: .good(value)
                    }
                },
                call
            )
        }

        func finishSpawned() async { await box.finish() }
    }

    private final class SpawnBox: Sendable {
        private let tasks = Mutex<[Task<Void, Never>]>([])

        func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
            let task = Task { await body() }
            tasks.withLock { $0.append(task) }
            return task
        }

        func finish() async {
            while let task = tasks.withLock({ $0.popLast() }) { await task.value }
        }
    }

    private func describe(_ answer: Answer) -> String {
        switch answer {
        case .called(let outcome): "called \(outcome.map { "\($0)" } ?? "failed")"
        case .stale(let value, let age, .failed(let outcome)):
            "stale \(value) of \(age / .seconds(1)), failed \(outcome == nil)"
        case .stale(let value, let age, .softTimeout): "stale \(value) of \(age / .seconds(1)), soft timeout"
        case .stale(let value, let age, .unasked): "stale \(value) of \(age / .seconds(1)), unasked"
        }
    }

    // MARK: Stale if error

    @Test("A failed call is answered with the last good answer and its age, up to the maximum age")
    func staleIfError() async {
        let stand = Stand { $0.maxAge = .seconds(60) }
        #expect(describe(await stand.answer { nil }) == "called failed")
        #expect(describe(await stand.answer { 1 }) == "called 1")
        stand.clock.advance(by: .seconds(60))
        #expect(describe(await stand.answer { nil }) == "stale 1 of 60.0, failed true")
        stand.clock.advance(by: .nanoseconds(1))
        #expect(describe(await stand.answer { nil }) == "called failed")
        #expect(
            stand.events.all == [.miss, .stored, .hit(age: .seconds(60)), .miss]
        )
    }

    @Test("An outcome that is final is handed on and not kept")
    func final() async {
        let stand = Stand()
        _ = await stand.answer { 1 }
        #expect(describe(await stand.answer { -1 }) == "called -1")
        #expect(describe(await stand.answer { nil }) == "stale 1 of 0.0, failed true")
    }

    @Test("Answers are known by key")
    func keys() async {
        let stand = Stand()
        _ = await stand.answer("a") { 1 }
        #expect(describe(await stand.answer("b") { nil }) == "called failed")
    }

    // MARK: Stale while revalidate

    @Test("A recent answer is served without a call; an older one while one call refreshes it")
    func revalidation() async {
        let stand = Stand { $0.freshFor = .seconds(5) }
        let calls = Mutex(0)
        let release = Signal()
        let call: @Sendable () async -> Int? = {
            let number = calls.withLock { calls in
                calls += 1
                return calls
            }
            if number > 1 { await release.wait() }
            return number
        }
        #expect(describe(await stand.answer("k", call)) == "called 1")
        stand.clock.advance(by: .seconds(5))
        #expect(describe(await stand.answer("k", call)) == "stale 1 of 5.0, unasked")
        #expect(calls.withLock { $0 } == 1)
        stand.clock.advance(by: .seconds(1))
        for _ in 0..<50 { #expect(describe(await stand.answer("k", call)) == "stale 1 of 6.0, unasked") }
        release.set()
        await stand.finishSpawned()
        // One refresh, however many asked.
        #expect(calls.withLock { $0 } == 2)
        #expect(stand.events.all.count { $0 == .refreshBegan } == 1)
        #expect(stand.events.all.last == .refreshEnded(isGood: true))
        #expect(describe(await stand.answer("k", call)) == "stale 2 of 0.0, unasked")
    }

    @Test("A refresh that fails leaves the answer as it is, and the next request tries again")
    func failedRefresh() async {
        let stand = Stand {
            $0.freshFor = .seconds(5)
            $0.maxAge = .seconds(20)
        }
        _ = await stand.answer { 1 }
        stand.clock.advance(by: .seconds(6))
        for _ in 0..<2 {
            #expect(describe(await stand.answer { nil }) == "stale 1 of 6.0, unasked")
            await stand.finishSpawned()
        }
        #expect(stand.events.all.count { $0 == .refreshEnded(isGood: false) } == 2)
        // Too old to be served: the caller waits for a call of its own.
        stand.clock.advance(by: .seconds(15))
        #expect(describe(await stand.answer { 2 }) == "called 2")
    }

    // MARK: Soft timeout

    @Test("Where an answer exists nobody waits longer than the soft timeout; the call goes on and refreshes it")
    func softTimeout() async {
        let stand = Stand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        let hang = Signal()
        let caller = Task {
            await stand.answer {
                await hang.wait()
                return 2
            }
        }
        await stand.clock.waitForSleepers()
        stand.clock.advance(by: .seconds(1))
        #expect(describe(await caller.value) == "stale 1 of 1.0, soft timeout")
        hang.set()
        await stand.finishSpawned()
        #expect(describe(await stand.answer { nil }) == "stale 2 of 0.0, failed true")
        #expect(stand.events.all.count { $0 == .softTimeout } == 1)
        #expect(stand.clock.sleeperCount == 0)
    }

    @Test("Without an answer to serve there is no soft timeout")
    func nothingToServe() async {
        let stand = Stand { $0.softTimeout = .seconds(1) }
        let hang = Signal()
        let caller = Task {
            await stand.answer {
                stand.clock.advance(by: .seconds(100))
                hang.set()
                return nil
            }
        }
        await hang.wait()
        #expect(describe(await caller.value) == "called failed")
        #expect(!stand.events.all.contains(.softTimeout))
    }

    @Test("A call that is in time is answered with what it came to, good or not")
    func inTime() async {
        let stand = Stand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        #expect(describe(await stand.answer { 2 }) == "called 2")
        #expect(describe(await stand.answer { nil }) == "stale 2 of 0.0, failed true")
        #expect(stand.clock.sleeperCount == 0)
    }

    @Test("A call that fails after its caller was served changes nothing")
    func lateFailure() async {
        let stand = Stand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        let hang = Signal()
        let caller = Task {
            await stand.answer {
                await hang.wait()
                return nil
            }
        }
        await stand.clock.waitForSleepers()
        stand.clock.advance(by: .seconds(2))
        _ = await caller.value
        hang.set()
        await stand.finishSpawned()
        #expect(describe(await stand.answer { nil }) == "stale 1 of 2.0, failed true")
    }

    @Test("A caller that leaves before the soft timeout takes its call with it")
    func cancellation() async {
        let stand = Stand { $0.softTimeout = .seconds(1) }
        _ = await stand.answer { 1 }
        let caller = Task {
            await stand.answer {
                do {
                    try await stand.clock.sleep(until: ManualClock.Instant(offset: .seconds(3600)))
                    return 2
                } catch {
                    return -1
                }
            }
        }
        await stand.clock.waitForSleepers(2)
        caller.cancel()
        #expect(describe(await caller.value) == "called -1")
        await stand.finishSpawned()
        #expect(stand.clock.sleeperCount == 0)
    }

    // MARK: Shared answers

    private final class Shared: SharedAnswers {
        let stored = Mutex<[String: Int]>([:])
        let known: (value: Int, age: Duration)?

        init(_ known: (value: Int, age: Duration)?) { self.known = known }

        func load(_ key: String) async -> (value: Int, age: Duration)? { known }
        func store(_ value: Int, for key: String) { stored.withLock { $0[key] = value } }
    }

    @Test("What this process does not know is asked of the shared cache, once, and kept with its age")
    func shared() async {
        let stand = Stand(shared: Shared((9, .seconds(30))))
        #expect(describe(await stand.answer { nil }) == "stale 9 of 30.0, failed true")
        stand.clock.advance(by: .seconds(5))
        #expect(describe(await stand.answer { nil }) == "stale 9 of 35.0, failed true")
        #expect(stand.events.all == [.miss, .hit(age: .seconds(30)), .hit(age: .seconds(35))])
    }

    @Test("What the shared cache holds is too old as well when it is too old")
    func sharedTooOld() async {
        let stand = Stand(shared: Shared((9, .seconds(601))))
        #expect(describe(await stand.answer { nil }) == "called failed")
    }

    @Test("Good answers go to the shared cache, and nothing else does")
    func sharedStore() async {
        let shared = Shared(nil)
        let stand = Stand(shared: shared)
        _ = await stand.answer("a") { 1 }
        _ = await stand.answer("b") { nil }
        _ = await stand.answer("c") { -1 }
        #expect(shared.stored.withLock { $0 } == ["a": 1])
    }

    // MARK: Configuration

    @Test("The rules can change while it runs; what is kept stays")
    func reconfigure() async {
        let stand = Stand()
        _ = await stand.answer { 1 }
        stand.clock.advance(by: .seconds(50))
        stand.fallback.configuration.maxAge = .seconds(10)
        #expect(describe(await stand.answer { nil }) == "called failed")
        stand.fallback.configuration.maxAge = .seconds(60)
        #expect(describe(await stand.answer { nil }) == "stale 1 of 50.0, failed true")
    }

    @Test("Values outside their ranges are refused by name")
    func validation() {
        let faults: [(String, (inout StaleFallbackConfiguration) -> Void)] = [
            ("maxAge", { $0.maxAge = .seconds(-1) }), ("freshFor", { $0.freshFor = .zero }),
            ("freshFor", { $0.freshFor = .seconds(601) }), ("softTimeout", { $0.softTimeout = .zero }),
            ("capacity", { $0.capacity = 0 }),
        ]
        for (key, fault) in faults {
            var configuration = StaleFallbackConfiguration()
            fault(&configuration)
            #expect { try configuration.validate() } throws: { ($0 as? ResilienceConfigurationError)?.key == key }
        }
        #expect(throws: Never.self) { try StaleFallbackConfiguration().validate() }
    }
}
