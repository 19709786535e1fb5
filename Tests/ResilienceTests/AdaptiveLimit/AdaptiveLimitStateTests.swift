import Resilience
import TestSupport
import Testing

@Suite("Adaptive limit, step by step")
struct AdaptiveLimitStateTests {
    private var configuration = AdaptiveLimitConfiguration()

    private func at(_ offset: Duration) -> ManualClock.Instant { ManualClock.Instant(offset: offset) }

    /// Feeds one window of equal calls and moves on past its end.
    private func window(
        _ state: inout AdaptiveLimitState<ManualClock.Instant>,
        _ now: inout Duration,
        latency: Duration,
        inFlight: Int
    ) {
        for _ in 0..<configuration.minimumSamples {
            state.record(latency: latency, inFlight: inFlight, at: at(now))
        }
        now += .milliseconds(100)
        state.record(latency: latency, inFlight: inFlight, at: at(now))
    }

    @Test("It starts with its initial limit, and does not grow while fewer than half of it are in flight")
    func littleUsed() {
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        var now = Duration.zero
        #expect(state.limit == 20)
        for _ in 0..<100 {
            window(&state, &now, latency: .milliseconds(10), inFlight: 9)
            #expect(state.limit == 20 || state.limit == 10)
        }
        for _ in 0..<100 { window(&state, &now, latency: .milliseconds(10), inFlight: state.limit) }
        #expect(state.limit > 25)
    }

    @Test("Higher latency with little in flight is not the limit's fault, and becomes what is normal")
    func newNormal() {
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        var now = Duration.zero
        for _ in 0..<20 { window(&state, &now, latency: .milliseconds(10), inFlight: 2) }
        for _ in 0..<40 { window(&state, &now, latency: .milliseconds(40), inFlight: 2) }
        #expect(state.limit == 20)
        // Now the limit is used to the full at that latency, and may grow.
        for _ in 0..<40 { window(&state, &now, latency: .milliseconds(40), inFlight: state.limit) }
        #expect(state.limit > 20)
    }

    @Test("At the minimum the latency is what it is without load, so the limit does not stay there for ever")
    mutating func atTheMinimum() {
        configuration.initial = 1
        configuration.probeInterval = .seconds(3600)
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        var now = Duration.zero
        for _ in 0..<4 { window(&state, &now, latency: .milliseconds(10), inFlight: 1) }
        for _ in 0..<60 { window(&state, &now, latency: .milliseconds(40), inFlight: state.limit) }
        #expect(state.limit > 1)
    }

    @Test("A burst of overloads is one cut; the next comes a window later")
    mutating func cuts() {
        configuration.initial = 100
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        for _ in 0..<50 { state.recordOverload(inFlight: 100, at: at(.milliseconds(5))) }
        #expect(state.limit == 90)
        state.recordOverload(inFlight: 90, at: at(.milliseconds(104)))
        #expect(state.limit == 90)
        state.recordOverload(inFlight: 90, at: at(.milliseconds(105)))
        #expect(state.limit == 81)
    }

    @Test("Nothing but overloads: the limit falls to the minimum and stays there", arguments: [1, 7])
    mutating func onlyErrors(minimum: Int) {
        configuration.minimum = minimum
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        for step in 0..<1000 {
            state.recordOverload(inFlight: state.limit, at: at(.milliseconds(100) * step))
            #expect(state.limit >= minimum)
        }
        #expect(state.limit == minimum)
    }

    @Test("A window with an overload in it does not grow the limit")
    func noGrowthAfterOverload() {
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        var now = Duration.zero
        for _ in 0..<20 { window(&state, &now, latency: .milliseconds(10), inFlight: state.limit) }
        for _ in 0..<100 {
            state.recordOverload(inFlight: state.limit, at: at(now))
            let before = state.limit
            window(&state, &now, latency: .milliseconds(10), inFlight: before)
            #expect(state.limit <= before)
        }
    }

    @Test("A probe halves the limit for a moment, at least once in its interval, and ends without calls enough")
    func probes() {
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        var now = Duration.zero
        var halved = 0
        for _ in 0..<1000 {
            let before = state.limit
            window(&state, &now, latency: .milliseconds(10), inFlight: before)
            if state.limit <= before / 2 + 1, before > 10 { halved += 1 }
        }
        // 100 s: the first baseline's probe, and one in 30 s.
        #expect((3...6).contains(halved))
        let settled = state.limit
        // Calls so rare that no window fills soon.
        var probing = 0
        for _ in 0..<2000 {
            now += .milliseconds(500)
            state.record(latency: .milliseconds(10), inFlight: 1, at: at(now))
            probing = state.limit == settled ? 0 : probing + 1
            #expect(probing < 4)
        }
    }

    @Test("Whatever happens, it stays within its bounds", arguments: 0..<20)
    mutating func bounds(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &* 40_503)
        configuration.minimum = Int.random(in: 1...10, using: &generator)
        configuration.maximum = configuration.minimum + Int.random(in: 20...100, using: &generator)
        configuration.initial = Int.random(in: configuration.minimum...configuration.maximum, using: &generator)
        configuration.minimumSamples = Int.random(in: 1...5, using: &generator)
        configuration.probeInterval = .seconds(Int.random(in: 1...10, using: &generator))
        var state = AdaptiveLimitState(configuration, at: at(.zero))
        var now = Duration.zero
        var overloadShare = 0
        var reached: Set<Int> = []
        for step in 0..<5000 {
            if step.isMultiple(of: 500) { overloadShare = [0, 0, 10, 100].randomElement(using: &generator) ?? 0 }
            now += .milliseconds(Int.random(in: -5...60, using: &generator))
            let inFlight = Int.random(in: 0...(2 * state.limit), using: &generator)
            if Int.random(in: 0..<100, using: &generator) < overloadShare {
                state.recordOverload(inFlight: inFlight, at: at(now))
            } else {
                var latency = Duration.milliseconds([-1, 0, 1, 1, 1, 10, 12].randomElement(using: &generator) ?? 0)
                if Int.random(in: 0..<1000, using: &generator) == 0 { latency = Duration(attoseconds: .max) }
                state.record(latency: latency, inFlight: inFlight, at: at(now))
            }
            reached.insert(state.limit)
        }
        #expect(reached.allSatisfy { (configuration.minimum...configuration.maximum).contains($0) })
        #expect(reached.count > 4)
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        try configuration.validate()
        func refused(_ change: (inout AdaptiveLimitConfiguration) -> Void) -> String? {
            var changed = configuration
            change(&changed)
            return #expect(throws: ResilienceConfigurationError.self) { try changed.validate() }?.key
        }
        #expect(refused { $0.minimum = 0 } == "minimum")
        #expect(refused { $0.maximum = 0 } == "maximum")
        #expect(refused { $0.initial = 1001 } == "initial")
        #expect(refused { $0.minimum = 21 } == "initial")
        #expect(refused { $0.tolerance = 2 } == "tolerance")
        #expect(refused { $0.backoffRatio = 1 } == "backoffRatio")
        #expect(refused { $0.samplingWindow = .zero } == "samplingWindow")
        #expect(refused { $0.minimumSamples = 0 } == "minimumSamples")
        #expect(refused { $0.probeInterval = .zero } == "probeInterval")
    }
}
