import Resilience
import Synchronization
import TestSupport
import Testing

/// The cases of pybreaker's own tests, on our breaker.
///
/// Source: github.com/danielfm/pybreaker, `tests/pybreaker_test.py`.
@Suite("Established: pybreaker", .timeLimit(.minutes(1)))
struct PybreakerTests {
    private let clock = ManualClock()

    private func breaker(
        _ failures: Int,
        onEvent: @escaping @Sendable (BreakerEvent) -> Void = { _ in }
    ) -> CircuitBreaker<ManualClock> {
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = .consecutiveFailures(failures)
        return CircuitBreaker(name: "a", configuration: configuration, clock: clock, onEvent: onEvent)
    }

    // Source: test_several_failed_calls_setting_absent, test_throw_new_error_on_trip_false and _true,
    // test_traceback_in_circuitbreaker_error. By default pybreaker reports the call that trips as rejected; ours keeps
    // its own error, as with `throw_new_error_on_trip=False`: that call was made.
    @Test("The call that trips it ends in its own error; the next is rejected and not counted")
    func errorOfTheTrippingCall() async {
        let breaker = breaker(3)
        for _ in 0..<3 { #expect(await breaker.call(throwing: .failed) == .failed(.failed)) }
        #expect(breaker.status == .open)
        #expect(await breaker.call(throwing: .failed) == .rejected(.open))
        #expect(breaker.snapshot().counts.consecutiveFailures == 3)
    }

    // Source: test_successful_after_timeout; CircuitBreakerContextManagerTestCase.test_calling.
    @Test("An operation offered while open is not made; offered again after the open time it is made once")
    func madeOnce() async throws {
        let breaker = breaker(2)
        for _ in 0..<2 { _ = await breaker.call(throwing: .failed) }
        let made = Atomic<Int>(0)
        await #expect(throws: BreakerCallError<Never>.self) {
            try await breaker.run { _ = made.add(1, ordering: .relaxed) }
        }
        clock.advance(by: .seconds(30))
        try await breaker.run { _ = made.add(1, ordering: .relaxed) }
        #expect(made.load(ordering: .relaxed) == 1)
        #expect(breaker.status == .closed)
        #expect(breaker.snapshot().counts.consecutiveFailures == 0)
    }

    // Source: test_close.
    @Test("Closed by hand it admits at once, and what opened it is forgotten")
    func close() {
        var driver = BreakerDriver.opened()
        driver.call(.failure)
        #expect(driver.state.force(.reset, at: driver.now)?.to == .closed)
        #expect(driver.state.counts(at: driver.now).consecutiveFailures == 0)
        driver.call(.failure, times: 4)
        #expect(driver.state.status == .closed)
    }

    // Source: test_call_events. There are no listeners of calls: who settles is told.
    @Test("Settling says how the call was counted")
    func settlementTells() {
        var driver = BreakerDriver()
        let results = CallOutcome.allCases.map { driver.call($0)?.result }
        #expect(results == [.success, .failure, .ignored, .cancelled])
    }

    // Source: test_excluded_exceptions, test_excluded_callable_exceptions,
    // test_excluded_callable_and_types_exceptions. To pybreaker an excluded error is a success and ends a streak. Our
    // classifier may say so, for an answer that the dependency gave, or may ignore it, which leaves the streak alone.
    @Test("An excluded error ends a streak if classified as success and leaves it if ignored")
    func excluded() async {
        let breaker = breaker(5)
        for (outcome, left) in [(CallOutcome.ignored, 1), (.success, 0)] {
            _ = await breaker.call()
            _ = await breaker.call(throwing: .failed)
            let ending = await breaker.call(throwing: .excluded) { result in
                if case .failure(.excluded) = result { outcome } else { CallOutcome(result) }
            }
            #expect(ending == .failed(.excluded))
            #expect(breaker.snapshot().counts.consecutiveFailures == left)
        }
    }

    // Source: test_fail_max_setter.
    @Test("A new limit applies to the streak that runs", arguments: [3, 10])
    func newLimit(limit: Int) {
        var driver = BreakerDriver()
        driver.call(.failure, times: 4)
        var configuration = driver.state.configuration
        configuration.tripRule = .consecutiveFailures(limit)
        #expect(driver.state.reconfigure(configuration, at: driver.now) == nil)
        let needed = max(1, limit - 4)
        driver.call(.failure, times: needed - 1)
        #expect(driver.state.status == .closed)
        driver.call(.failure)
        #expect(driver.state.status == .open)
    }

    // Source: test_success_threshold_multiple_successes_required, test_success_threshold_failure_resets_counter.
    @Test("The successes of one half-open do not count in the next")
    func successesStartAfresh() {
        var driver = BreakerDriver.halfOpened {
            $0.halfOpenMaxCalls = 3
            $0.halfOpenRule = .successes(3)
        }
        for expected in 1...2 {
            driver.call(.success)
            #expect(driver.state.counts(at: driver.now).halfOpenSuccesses == expected)
        }
        driver.call(.failure)
        #expect(driver.state.status == .open)
        #expect(driver.state.counts(at: driver.now).halfOpenSuccesses == 0)
        driver.wait(.seconds(30))
        driver.call(.success, times: 2)
        #expect(driver.state.status == .halfOpen)
        driver.call(.success)
        #expect(driver.state.status == .closed)
    }

    // Source: CircuitBreakerThreadsTestCase.test_fail_thread_safety, test_success_thread_safety.
    @Test("No failure of many tasks is lost from the streak")
    func everyFailureCounts() async {
        let breaker = breaker(3000)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask { for _ in 0..<500 { _ = await breaker.call(throwing: .failed) } }
            }
        }
        #expect(breaker.snapshot().counts.consecutiveFailures == 1500)
        #expect(breaker.snapshot().counts.calls == 1500)
    }

    // Source: CircuitBreakerThreadsTestCase.test_half_open_thread_safety.
    @Test("Of many tasks that find the open time over one gets the trial, and there is one event")
    func oneTrial() async {
        let events = Recorder<BreakerStatus>()
        let breaker = breaker(1) { events.record($0.transition.to) }
        _ = await breaker.call(throwing: .failed)
        clock.advance(by: .seconds(30))
        let tasks = 16
        let asked = Recorder<Bool>()
        let allAsked = Signal()
        let trials = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    let admission = breaker.admit()
                    asked.record(true)
                    if asked.all.count == tasks { allAsked.set() }
                    guard case .admitted(let permit) = admission else { return false }
                    await allAsked.wait()
                    breaker.settle(permit, .failure)
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(trials == 1)
        #expect(events.all == [.open, .halfOpen, .open])
        #expect(breaker.snapshot().totals[.rejected] == tasks - 1)
    }

    // Source: CircuitBreakerThreadsTestCase.test_fail_max_thread_safety. pybreaker makes one call at a time; ours are
    // concurrent, and those that end after the opening are late.
    @Test("However many calls fail at once, it opens at its limit and counts no failure more")
    func limitIsExact() async {
        let breaker = breaker(995)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<100 {
                        var underWay: [PermitHolder] = []
                        for _ in 0..<10 {
                            if case .admitted(let permit) = breaker.admit() { underWay.append(PermitHolder(permit)) }
                        }
                        for holder in underWay {
                            if let permit = holder.permit.take() { breaker.settle(permit, .failure) }
                        }
                    }
                }
            }
        }
        let snapshot = breaker.snapshot()
        #expect(snapshot.totals[.failure] == 995)
        #expect(snapshot.counts.consecutiveFailures == 995)
        #expect(snapshot.totals[.late] >= 5)
        #expect(snapshot.totals[.late] + snapshot.totals[.rejected] == 4000 - 995)
        #expect(snapshot.transitionCount == 1)
    }
}
