import Resilience
import TestSupport
import Testing

@Suite("Throttle, step by step")
struct ThrottleStateTests {
    private func throttle(
        _ change: (inout ThrottleConfiguration) -> Void = { _ in }
    ) -> ThrottleState<ManualClock.Instant> {
        var configuration = ThrottleConfiguration()
        change(&configuration)
        return ThrottleState(configuration, at: at(.zero))
    }

    private func at(_ offset: Duration) -> ManualClock.Instant { ManualClock.Instant(offset: offset) }

    @Test("As long as the backend accepts one call in K it never throttles", arguments: [1.1, 2, 3, 10])
    func belowK(ratio: Double) {
        var throttle = throttle { $0.ratio = ratio }
        var generator = SeededGenerator(seed: 1)
        var accepted = 0.0
        // A hundred seconds: nothing leaves the window, in which accepts are never fewer than one in K.
        for call in 1...10_000 {
            let now = at(.milliseconds(10) * call)
            let isAdmitted = throttle.admit(at: now, using: &generator)
            #expect(isAdmitted)
            let isOverload = accepted * ratio >= Double(call)
            if !isOverload { accepted += 1 }
            throttle.settle(isOverload: isOverload, at: now)
            #expect(throttle.probability(at: now) == 0)
        }
        #expect(accepted <= 10_000 / ratio + 1)
    }

    @Test("The probability is the book's, to the digit")
    func formula() {
        var throttle = throttle { $0.maximumProbability = 1 }
        for _ in 0..<10 { throttle.settle(isOverload: false, at: at(.zero)) }
        for _ in 0..<10 { throttle.settle(isOverload: true, at: at(.zero)) }
        #expect(throttle.probability(at: at(.zero)) == 0)
        for _ in 0..<20 { throttle.settle(isOverload: true, at: at(.zero)) }
        #expect(throttle.probability(at: at(.zero)) == (40.0 - 2 * 10) / 41)
        #expect(throttle.probability(at: at(.seconds(120))) == 0)
    }

    @Test("A call turned away counts as a request that was not accepted; one in flight counts as nothing")
    func counting() {
        var throttle = throttle { $0.maximumProbability = 1 }
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<100 {
            let isAdmitted = throttle.admit(at: at(.zero), using: &generator)
            #expect(isAdmitted)
        }
        #expect(throttle.probability(at: at(.zero)) == 0)
        throttle.settle(isOverload: true, at: at(.zero))
        #expect(throttle.probability(at: at(.zero)) == 0.5)
        var requests = 1.0
        for _ in 0..<50 where !throttle.admit(at: at(.zero), using: &generator) {
            requests += 1
            #expect(throttle.probability(at: at(.zero)) == requests / (requests + 1))
        }
        #expect(requests > 40)
    }

    @Test("It never turns more away than its maximum", arguments: [0.5, 0.9])
    func maximum(probability: Double) {
        var throttle = throttle { $0.maximumProbability = probability }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1000 { throttle.settle(isOverload: true, at: at(.zero)) }
        #expect(throttle.probability(at: at(.zero)) == probability)
        let admitted = (0..<10_000).filter { _ in throttle.admit(at: at(.zero), using: &generator) }.count
        #expect(abs(Double(admitted) / 10_000 - (1 - probability)) < 0.03)
    }

    /// A backend that accepts so many calls a second, under a steady load. Returns what it was sent per second.
    private func run(
        _ throttle: inout ThrottleState<ManualClock.Instant>,
        from start: Int,
        seconds: Int,
        load: Int,
        capacity: Int,
        using generator: inout SeededGenerator
    ) -> Double {
        var sent = 0
        for second in start..<(start + seconds) {
            var accepted = 0
            for call in 0..<load {
                let now = at(.seconds(second) + .seconds(1) * call / load)
                guard throttle.admit(at: now, using: &generator) else { continue }
                sent += 1
                // Calls are accepted evenly over the second.
                let isAccepted = accepted * load < capacity * (call + 1)
                if isAccepted { accepted += 1 }
                throttle.settle(isOverload: !isAccepted, at: now)
            }
        }
        return Double(sent) / Double(seconds)
    }

    @Test("It comes to let through K times what the backend accepts", arguments: [1.5, 2, 3], [10, 20])
    func converges(ratio: Double, capacity: Int) {
        var throttle = throttle { $0.ratio = ratio }
        var generator = SeededGenerator(seed: UInt64(capacity))
        _ = run(&throttle, from: 0, seconds: 240, load: 100, capacity: capacity, using: &generator)
        let sent = run(&throttle, from: 240, seconds: 120, load: 100, capacity: capacity, using: &generator)
        let expected = ratio * Double(capacity)
        #expect(abs(sent / expected - 1) < 0.1, "\(sent) a second, expected \(expected)")
    }

    @Test("It recovers within three windows of a long outage, and then throttles nothing")
    func recovers() {
        var throttle = throttle()
        var generator = SeededGenerator(seed: 9)
        let outage = run(&throttle, from: 0, seconds: 600, load: 50, capacity: 0, using: &generator)
        #expect(outage < 6)
        _ = run(&throttle, from: 600, seconds: 360, load: 50, capacity: 50, using: &generator)
        let after = run(&throttle, from: 960, seconds: 60, load: 50, capacity: 50, using: &generator)
        #expect(after == 50)
        #expect(throttle.probability(at: at(.seconds(1020))) == 0)
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        var configuration = ThrottleConfiguration()
        try configuration.validate()
        configuration.ratio = 1
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        configuration.ratio = 2
        configuration.window = .zero
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        configuration.window = .seconds(1)
        configuration.maximumProbability = .nan
        let error = #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect(error?.key == "maximumProbability")
    }
}
