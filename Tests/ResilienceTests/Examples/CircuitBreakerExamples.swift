import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: circuit breaker", .timeLimit(.minutes(1)))
struct CircuitBreakerExamples {
    private let clock = ManualClock()

    @Test func aCallThroughABreaker() async throws {
        let inventory = Inventory(.stock(7), clock: clock)
        // example: breaker
        let breaker = CircuitBreaker(name: "inventory", clock: clock) { event in
            print("\(event.breaker): \(event.transition.from) → \(event.transition.to)")
        }
        let stock = try await breaker.run { try await inventory.stock() }
        // end
        #expect(stock == 7)
        #expect(breaker.snapshot().totals[.success] == 1)
    }

    @Test func whatACallerSeesOfIt() async {
        let inventory = Inventory(.down, clock: clock)
        let breaker = CircuitBreaker(name: "inventory", clock: clock)
        let advice: () async -> String = {
            // example: breaker-rejection
            do throws(BreakerCallError<any Error>) {
                let stock = try await breaker.run { try await inventory.stock() }
                return "\(stock) left"
            } catch {
                switch error {
                case .rejected(let rejection): return "not asked; come back in \(rejection.retryAfter)"
                case .failed: return "asked, and it failed"
                }
            }
            // end
        }
        for _ in 0..<5 { #expect(await advice() == "asked, and it failed") }
        #expect(await advice() == "not asked; come back in 30.0 seconds")
        #expect(inventory.calls == 5)
    }

    private struct Response {
        var status: Int
    }

    @Test func aPermitAndItsSettlement() async {
        let breaker = CircuitBreaker(name: "inventory", clock: clock)
        let send: () async -> Response = { Response(status: 500) }
        let exchange: () async -> Response? = {
            // example: breaker-permit
            switch breaker.admit() {
            case .rejected:
                return nil
            case .admitted(let permit):
                let response = await send()
                breaker.settle(permit, response.status < 500 ? .success : .failure)
                return response
            }
            // end
        }
        for _ in 0..<5 { #expect(await exchange()?.status == 500) }
        #expect(await exchange() == nil)
        #expect(breaker.snapshot().totals[.failure] == 5)
    }

    @Test func slowCallsOverAWindowOfCalls() async throws {
        let inventory = Inventory(.slow(7, .seconds(1)), clock: clock)
        // example: breaker-slow-calls
        var rules = CircuitBreakerConfiguration()
        rules.window = .calls(50)
        rules.minimumCalls = 20
        rules.slowCallDuration = .milliseconds(500)
        rules.tripRule = .any([.failureRatio(0.5), .slowCallRatio(0.8)])
        try rules.validate()
        let breaker = CircuitBreaker(name: "inventory", configuration: rules, clock: clock)
        // end
        for _ in 0..<20 {
            #expect(breaker.status == .closed)
            async let stock = breaker.run { try await inventory.stock() }
            await clock.waitForSleepers()
            clock.advance(by: .seconds(1))
            #expect(try await stock == 7)
        }
        #expect(breaker.status == .open)
    }

    @Test func aHalfOpenBreakerJudgesByAShare() throws {
        // example: breaker-half-open
        var rules = CircuitBreakerConfiguration()
        rules.openDuration = .seconds(5)
        rules.openDurationGrowth = 2
        rules.maximumOpenDuration = .seconds(60)
        rules.halfOpenMaxCalls = 10
        rules.halfOpenRule = .failureRatio(0.3)
        try rules.validate()
        // end
        let breaker = CircuitBreaker(name: "inventory", configuration: rules, clock: clock)
        func call(_ outcome: CallOutcome, times: Int) {
            for _ in 0..<times {
                if case .admitted(let permit) = breaker.admit() { breaker.settle(permit, outcome) }
            }
        }
        call(.failure, times: 5)
        clock.advance(by: .seconds(5))
        call(.failure, times: 3)
        #expect(breaker.snapshot().lastTransition?.openDuration == .seconds(10))
        clock.advance(by: .seconds(10))
        call(.failure, times: 2)
        #expect(breaker.status == .halfOpen)
        call(.success, times: 8)
        #expect(breaker.status == .closed)
    }

    @Test func commands() {
        let transitions = Recorder<BreakerStatus>()
        let breaker = CircuitBreaker(name: "inventory", clock: clock) { transitions.record($0.transition.to) }
        // example: breaker-commands
        breaker.force(.metricsOnly)  // counts and reports, and never opens: watch rules before you trust them
        breaker.force(.forceOpen)  // rejects every call, while the dependency is being maintained for example
        breaker.force(.reset)  // closed again, with nothing counted
        // end
        #expect(transitions.all == [.metricsOnly, .forcedOpen, .closed])
    }

    @Test func newRulesForARunningBreaker() {
        let breaker = CircuitBreaker(name: "inventory", clock: clock)
        func fail() {
            if case .admitted(let permit) = breaker.admit() { breaker.settle(permit, .failure) }
        }
        fail()
        fail()
        // example: breaker-reconfigure
        var rules = CircuitBreakerConfiguration()
        rules.tripRule = .consecutiveFailures(3)
        breaker.reconfigure(rules)  // what was counted stays: with two failures in a row, one more opens it
        // end
        #expect(breaker.status == .closed)
        fail()
        #expect(breaker.status == .open)
    }
}
