import Resilience
import TestSupport
import Testing

/// The cases of gobreaker's own tests, on our breaker.
///
/// Source: github.com/sony/gobreaker, v1 and v2, `gobreaker_test.go`, `twostep_gobreaker_test.go`, `counter_test.go`.
@Suite("Established: gobreaker", .timeLimit(.minutes(1)))
struct GobreakerTests {
    private let clock = ManualClock()

    /// gobreaker's `newCustom` and `newRollingWindow`: a ratio of 0.6 of at least 3 calls in 30 s, three trials.
    private static func custom(_ configuration: inout CircuitBreakerConfiguration) {
        configuration.tripRule = .failureRatio(0.6)
        configuration.minimumCalls = 3
        configuration.window = .time(.seconds(30))
        configuration.openDuration = .seconds(90)
        configuration.halfOpenMaxCalls = 3
        configuration.halfOpenRule = .successes(3)
    }

    private static func configuration(
        _ adjust: (inout CircuitBreakerConfiguration) -> Void
    ) -> CircuitBreakerConfiguration {
        var configuration = CircuitBreakerConfiguration()
        adjust(&configuration)
        return configuration
    }

    private func counts(_ driver: BreakerDriver) -> [Int] {
        let counts = driver.state.counts(at: driver.now)
        return [counts.calls, counts.failures, counts.consecutiveFailures]
    }

    // Source: TestStateConstants. Ours are label values, hence the underscore.
    @Test("The three statuses have the names of the field")
    func names() {
        #expect([BreakerStatus.closed, .halfOpen, .open].map(\.rawValue) == ["closed", "half_open", "open"])
    }

    // Source: TestNewCircuitBreaker. gobreaker replaces a negative duration by its default; we refuse to start.
    @Test("Negative durations are refused, not replaced", arguments: ["window", "openDuration"])
    func negativeDurations(key: String) {
        let configuration = Self.configuration {
            if key == "window" { $0.window = .time(.seconds(-30)) } else { $0.openDuration = .seconds(-90) }
        }
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect((try? Self.configuration(Self.custom).validate()) != nil)
    }

    // Source: TestDefaultCircuitBreaker ("more than five in a row", 60 s). gobreaker clears its counts whenever it
    // changes state; we keep what opened the breaker in sight until it closes.
    @Test("By default rules it goes closed, open, half-open, open, half-open, closed")
    func defaultBreaker() {
        var driver = BreakerDriver {
            $0.tripRule = .consecutiveFailures(6)
            $0.openDuration = .seconds(60)
        }
        driver.call(.failure, times: 5)
        #expect(counts(driver) == [5, 5, 5])
        driver.call(.success)
        #expect(counts(driver) == [6, 5, 0])
        driver.call(.failure)
        #expect(counts(driver) == [7, 6, 1])
        driver.call(.failure, times: 5)
        #expect(driver.state.status == .open)
        #expect(counts(driver) == [12, 11, 6])
        #expect(driver.call(.success) == nil)
        #expect(driver.call(.failure) == nil)
        #expect(counts(driver) == [12, 11, 6])
        driver.wait(.seconds(60) - .milliseconds(1))
        #expect(driver.state.advance(at: driver.now) == nil)
        driver.wait(.seconds(1))
        #expect(driver.state.advance(at: driver.now)?.to == .halfOpen)
        driver.call(.failure)
        #expect(driver.state.status == .open)
        driver.wait(.seconds(60) + .nanoseconds(1))
        #expect(driver.call(.success)?.transition?.to == .closed)
        #expect(counts(driver) == [0, 0, 0])
        #expect(driver.state.nextDeadline == nil)
    }

    // Source: TestCustomCircuitBreaker, first half. gobreaker's Interval forgets all counts at once, so that a success
    // of a second ago is gone with those of half a minute ago; our window slides and still counts it.
    @Test("When a window's length is over only what is that old is forgotten")
    func slidesWhereAnIntervalClears() {
        var driver = BreakerDriver(Self.custom)
        for outcome in Array(repeating: [CallOutcome.success, .failure, .ignored], count: 5).joined() {
            driver.call(outcome)
        }
        #expect(counts(driver) == [10, 5, 1])
        driver.wait(.seconds(30) - .milliseconds(1))
        driver.call(.success)
        #expect(counts(driver) == [11, 5, 0])
        driver.wait(.seconds(1))
        driver.call(.failure)
        #expect(counts(driver) == [2, 1, 1])
        driver.call(.success)
        driver.call(.failure)
        // With the success of a second ago two of four; without it two of three, which opens.
        #expect(driver.state.status == .closed)
        #expect(driver.call(.failure)?.transition?.to == .open)
    }

    // Source: TestCustomCircuitBreaker, second half.
    @Test("Half-open: excluded calls are neutral, one failure reopens, the third success closes, a fourth call waits")
    func customHalfOpen() {
        var driver = BreakerDriver(Self.custom)
        driver.call(.failure, times: 3)
        driver.wait(.seconds(90) + .nanoseconds(1))
        driver.call(.ignored, times: 4)
        #expect(driver.state.status == .halfOpen)
        #expect(driver.call(.failure)?.transition?.to == .open)
        driver.wait(.seconds(90) + .nanoseconds(1))
        driver.call(.success, times: 2)
        #expect(driver.state.status == .halfOpen)
        #expect(driver.state.counts(at: driver.now).halfOpenSuccesses == 2)
        let third = driver.admit()
        #expect(driver.rejection()?.reason == .halfOpenFull)
        let transition = driver.settle(third, .success)?.transition
        #expect(transition?.from == .halfOpen)
        #expect(transition?.to == .closed)
        #expect(counts(driver) == [0, 0, 0])
    }

    // Source: TestRollingWindowCircuitBreaker. Its ten buckets of 3 s are our ten slices.
    @Test("A window of ten buckets counts bucket by bucket what gobreaker's rolling window does")
    func rollingWindow() {
        var driver = BreakerDriver(Self.custom)
        for outcome in Array(repeating: [CallOutcome.success, .failure, .ignored], count: 5).joined() {
            driver.call(outcome)
        }
        driver.wait(.seconds(3))
        driver.call(.success)
        driver.wait(.seconds(2))
        driver.call(.success)
        driver.call(.ignored)
        driver.wait(.seconds(2))
        driver.call(.ignored)
        driver.call(.success)
        #expect(counts(driver) == [13, 5, 0])
        driver.wait(.seconds(2))
        driver.call(.failure)
        #expect(counts(driver) == [14, 6, 1])
        for round in 1...6 {
            driver.wait(.seconds(3))
            driver.call(.success)
            driver.call(.failure)
            #expect(counts(driver) == [14 + 2 * round, 6 + round, 1])
        }
        driver.wait(.seconds(3))
        driver.call(.failure)
        // The first bucket and its five and five are gone.
        #expect(counts(driver) == [17, 8, 2])
        driver.call(.failure, times: 5)
        #expect(counts(driver) == [22, 13, 7])
        #expect(driver.state.status == .closed)
        // 14 of 23.
        #expect(driver.call(.failure)?.transition?.to == .open)
    }

    // Source: TestGeneration, TestRollingCountsGrow. In gobreaker an Interval begins a generation of its own, and the
    // rolling window counts a result in the bucket in which its call began. We count it when it is known: only a change
    // of status makes a result late, since a slow call's failure is news of now.
    @Test("A call that outlasts its slice, or the whole window, counts when it ends", arguments: [1.5, 31, 3000])
    func countsWhenItEnds(seconds: Double) {
        var driver = BreakerDriver(Self.custom)
        driver.wait(.seconds(29))
        let slow = driver.admit()
        driver.wait(.seconds(seconds))
        #expect(driver.settle(slow, .failure)?.result == .failure)
        driver.wait(.seconds(26))
        #expect(counts(driver) == [1, 1, 1])
    }

    // Source: TestTwoStepCircuitBreaker; `Allow` and `done` are admit and settle.
    @Test("In two steps: trials that end excluded give their places back to calls that were refused before")
    func twoStep() {
        let configuration = Self.configuration {
            $0.tripRule = .consecutiveFailures(6)
            $0.openDuration = .seconds(60)
            $0.halfOpenMaxCalls = 2
            $0.halfOpenRule = .successes(2)
        }
        let breaker = CircuitBreaker(name: "two steps", configuration: configuration, clock: clock)
        func call(_ outcome: CallOutcome) -> Settlement? {
            guard case .admitted(let permit) = breaker.admit() else { return nil }
            return breaker.settle(permit, outcome)
        }
        for _ in 0..<6 { _ = call(.failure) }
        #expect(CallOutcome.allCases.allSatisfy { call($0) == nil })
        clock.advance(by: .seconds(60))
        guard case .admitted(let first) = breaker.admit(), case .admitted(let second) = breaker.admit() else {
            Issue.record("a half-open breaker must admit two trials")
            return
        }
        #expect(call(.success) == nil)
        #expect(call(.failure) == nil)
        breaker.settle(first, .ignored)
        breaker.settle(second, .ignored)
        #expect(call(.success)?.result == .success)
        #expect(call(.failure)?.transition?.to == .open)
        clock.advance(by: .seconds(60))
        #expect(call(.success)?.transition == nil)
        #expect(call(.success)?.transition?.to == .closed)
    }

    // Source: TestCustomIsSuccessful.
    @Test("A classifier that calls every error a success keeps it closed; without it the same errors open it")
    func customIsSuccessful() async {
        let configuration = Self.configuration { $0.tripRule = .consecutiveFailures(6) }
        let breaker = CircuitBreaker(name: "a", configuration: configuration, clock: clock)
        for _ in 0..<10 {
            #expect(await breaker.call(throwing: .failed, classify: { _ in .success }) == .failed(.failed))
        }
        #expect(breaker.snapshot().counts.calls == 10)
        #expect(breaker.snapshot().counts.failures == 0)
        for _ in 0..<6 { #expect(await breaker.call(throwing: .failed) == .failed(.failed)) }
        #expect(breaker.status == .open)
    }

    // Source: TestIsExcludedAndIsSuccessfulCombination.
    @Test("One classifier sorts excluded errors, successes and failures apart")
    func exclusionAndSuccess() async {
        let breaker = CircuitBreaker(name: "a", clock: clock)
        func call(_ fault: Fault?, times: Int) async {
            for _ in 0..<times {
                _ = await breaker.call(throwing: fault) { result in
                    if case .failure(.excluded) = result { .ignored } else { CallOutcome(result) }
                }
            }
        }
        await call(.excluded, times: 3)
        #expect(breaker.snapshot().counts.calls == 0)
        await call(nil, times: 3)
        await call(.failed, times: 2)
        await call(.excluded, times: 1)
        let snapshot = breaker.snapshot()
        #expect(snapshot.counts.calls == 5)
        #expect(snapshot.counts.consecutiveFailures == 2)
        #expect([.success, .failure, .ignored].map { snapshot.totals[$0] } == [3, 2, 4])
    }

    // Source: TestCircuitBreakerInParallel, TestRollingWindowCircuitBreakerInParallel. A task's failures never outnumber
    // its successes, so that the ratio stays at or under one half.
    @Test("Calls from many tasks are all admitted and all counted")
    func parallel() async {
        let configuration = Self.configuration(Self.custom)
        let breaker = CircuitBreaker(name: "a", configuration: configuration, clock: clock)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    for call in 0..<1000 {
                        guard case .admitted(let permit) = breaker.admit() else { continue }
                        breaker.settle(permit, [.success, .failure, .ignored][call % 3])
                    }
                }
            }
        }
        let snapshot = breaker.snapshot()
        #expect([.success, .failure, .ignored, .rejected].map { snapshot.totals[$0] } == [4008, 3996, 3996, 0])
        #expect(snapshot.counts.calls == 8004)
        #expect(snapshot.counts.failures == 3996)
        #expect(snapshot.status == .closed)
    }
}
