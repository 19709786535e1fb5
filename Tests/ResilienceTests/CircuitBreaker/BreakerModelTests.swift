import Resilience
import TestSupport
import Testing

/// Random histories, played to the breaker and to a model that keeps lists.
@Suite("Breaker against a model")
struct BreakerModelTests {
    private struct History {
        var driver: BreakerDriver
        var model: ModelBreaker
        var open: [(holder: PermitHolder, epoch: Int)] = []
        var milliseconds = 0
        var settled = 0

        init(_ configuration: CircuitBreakerConfiguration) {
            driver = BreakerDriver { $0 = configuration }
            model = ModelBreaker(configuration)
        }

        mutating func step(using generator: inout SeededGenerator) {
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<45:
                let holder = driver.admit()
                #expect(model.admit(at: milliseconds) == (holder != nil))
                if let holder { open.append((holder, model.epoch)) }
            case 45..<82 where !open.isEmpty:
                let (holder, epoch) = open.remove(at: Int.random(in: 0..<open.count, using: &generator))
                let outcomes: [CallOutcome] = [.success, .success, .failure, .failure, .failure, .ignored, .cancelled]
                let outcome = outcomes.randomElement(using: &generator) ?? .success
                let isSlow = Int.random(in: 0..<3, using: &generator) == 0
                driver.settle(holder, outcome, isSlow: isSlow)
                model.settle(epoch: epoch, outcome, slow: isSlow, at: milliseconds)
                settled += 1
            case 82..<94:
                let pause = Int.random(in: 0...[20, 900, 12_000].randomElement(using: &generator)!, using: &generator)
                driver.wait(.milliseconds(pause))
                milliseconds += pause
            case 94..<96:
                _ = driver.state.advance(at: driver.now)
                model.advance(at: milliseconds)
            case 96..<98:
                _ = driver.state.recover(at: driver.now)
                if model.status == .open { model.move(to: .halfOpen, at: milliseconds) }
            case 98:
                let command = BreakerCommand.allCases.randomElement(using: &generator) ?? .reset
                // Mostly undone at once, so that histories do not spend their time in forced statuses.
                for command in [command, .reset] {
                    _ = driver.state.force(command, at: driver.now)
                    model.force(command, at: milliseconds)
                }
            default:
                break
            }
        }

        func check() {
            let counts = driver.state.counts(at: driver.now)
            let window = model.window(at: milliseconds)
            #expect(driver.state.status == model.status)
            #expect(counts.calls == window.calls)
            #expect(counts.failures == window.failures)
            #expect(counts.slowCalls == window.slow)
            #expect(driver.state.totalSlowCalls == model.slow)
            #expect(driver.state.slowCallRatio(at: driver.now) == model.slowRatio(at: milliseconds))
            #expect(counts.consecutiveFailures == model.streak)
            #expect(driver.state.failureRatio(at: driver.now) == model.ratio(at: milliseconds))
            #expect(driver.state.nextDeadline?.offset == model.deadline.map { .milliseconds($0) })
            #expect(driver.state.totals[.late] == model.late)
            #expect(driver.state.totals[.rejected] == model.rejected)
            let results: [BreakerCallResult] = [.success, .failure, .ignored, .cancelled, .late]
            #expect(results.reduce(0) { $0 + driver.state.totals[$1] } == settled)
            let time = BreakerStatus.allCases.reduce(Duration.zero) { $0 + driver.state.time(in: $1, at: driver.now) }
            #expect(time == .milliseconds(milliseconds))
            if let last = driver.state.lastTransition { #expect(last.from.canBecome(last.to)) }
        }
    }

    static let rules: [TripRule] = [
        .consecutiveFailures(5),
        .failureRatio(0.5),
        .any([.consecutiveFailures(9), .failureRatio(0.7)]),
        .all([.consecutiveFailures(3), .failureRatio(0.6)]),
        .any([.slowCallRatio(0.6), .failureRatio(0.9)]),
    ]

    @Test("Both agree on everything, always", arguments: rules, 0..<6)
    func agree(rule: TripRule, seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &* 7919)
        var configuration = CircuitBreakerConfiguration()
        configuration.tripRule = rule
        configuration.minimumCalls = Int.random(in: 1...12, using: &generator)
        configuration.window =
            Bool.random(using: &generator)
            ? .time(.seconds([1, 10, 30].randomElement(using: &generator)!))
            : .calls(Int.random(in: configuration.minimumCalls...40, using: &generator))
        configuration.halfOpenTimeout = .seconds([1, 30].randomElement(using: &generator)!)
        configuration.openDuration = .seconds(4)
        configuration.openDurationGrowth = [1, 1.5, 2].randomElement(using: &generator)!
        configuration.maximumOpenDuration = .seconds(20)
        configuration.halfOpenMaxCalls = Int.random(in: 1...4, using: &generator)
        configuration.halfOpenRule =
            Bool.random(using: &generator)
            ? .successes(Int.random(in: 1...configuration.halfOpenMaxCalls, using: &generator))
            : .failureRatio([0.3, 0.5, 1].randomElement(using: &generator)!)
        var history = History(configuration)
        for _ in 0..<1500 {
            history.step(using: &generator)
            history.check()
        }
        #expect(history.driver.state.transitionCount > 10)
    }
}
