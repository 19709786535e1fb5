import Resilience
import TestSupport
import Testing

@Suite("Throttle")
struct ThrottleTests {
    private let clock = ManualClock()

    @Test("It counts what it turns away, and forgets on its own clock")
    func counting() {
        let throttle = Throttle(name: "t", clock: clock)
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<100 {
            #expect(throttle.admit(using: &generator))
            throttle.settle(isOverload: false)
        }
        #expect(throttle.throttledCount == 0)
        for _ in 0..<400 { throttle.settle(isOverload: true) }
        #expect(throttle.probability > 0.5)
        let refused = (0..<100).filter { _ in !throttle.admit(using: &generator) }.count
        #expect(refused > 40)
        #expect(throttle.throttledCount == refused)
        clock.advance(by: .seconds(120))
        #expect(throttle.probability == 0)
        #expect(throttle.admit())
        #expect(throttle.throttledCount == refused)
    }

    @Test("Many threads at once lose no count")
    func contention() async {
        let throttle = Throttle(name: "t", clock: clock)
        for _ in 0..<1000 { throttle.settle(isOverload: true) }
        let refused = await withTaskGroup(of: Int.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    return (0..<500).filter { _ in !throttle.admit(using: &generator) }.count
                }
            }
            return await group.reduce(0, +)
        }
        #expect(throttle.throttledCount == refused)
        #expect(refused > 3000)
    }
}
