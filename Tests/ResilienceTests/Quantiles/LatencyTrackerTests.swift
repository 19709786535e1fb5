import Resilience
import TestSupport
import Testing

@Suite("Latency tracker and threshold")
struct LatencyTrackerTests {
    private let clock = ManualClock()

    private func tracker(minimumSamples: Int = 10) -> LatencyTracker<ManualClock> {
        var configuration = LatencyQuantilesConfiguration()
        configuration.window = .seconds(10)
        configuration.minimumSamples = minimumSamples
        return LatencyTracker(configuration: configuration, clock: clock)
    }

    private func isNear(_ duration: Duration?, _ expected: Duration) -> Bool {
        duration.map { abs($0 / expected - 1) <= 0.05 } ?? false
    }

    @Test("It counts on its own clock and forgets on it")
    func tracking() {
        clock.advance(by: .seconds(100))
        let tracker = tracker()
        for milliseconds in 1...100 { tracker.record(.milliseconds(milliseconds)) }
        #expect(tracker.count == 100)
        #expect(isNear(tracker.quantile(0.5), .milliseconds(50)))
        #expect(isNear(tracker.quantile(0.99), .milliseconds(99)))
        clock.advance(by: .seconds(10))
        #expect(tracker.count == 0)
        #expect(tracker.quantile(0.5) == nil)
    }

    @Test("A recent quantile is computed anew after 100 ms, not before; the exact one at once")
    func recent() {
        let tracker = tracker()
        for _ in 0..<10 { tracker.record(.milliseconds(1)) }
        #expect(isNear(tracker.recentQuantile(0.9), .milliseconds(1)))
        for _ in 0..<100 { tracker.record(.seconds(1)) }
        #expect(isNear(tracker.quantile(0.9), .seconds(1)))
        #expect(isNear(tracker.recentQuantile(0.9), .milliseconds(1)))
        #expect(isNear(tracker.recentQuantile(0.95), .seconds(1)))
        clock.advance(by: .milliseconds(99))
        #expect(isNear(tracker.recentQuantile(0.9), .milliseconds(1)))
        clock.advance(by: .milliseconds(1))
        #expect(isNear(tracker.recentQuantile(0.9), .seconds(1)))
    }

    @Test("The first quantile is there with the sample that makes them enough")
    func first() {
        let tracker = tracker()
        for _ in 0..<9 { tracker.record(.milliseconds(1)) }
        #expect(tracker.recentQuantile(0.5) == nil)
        tracker.record(.milliseconds(1))
        #expect(isNear(tracker.recentQuantile(0.5), .milliseconds(1)))
    }

    @Test("It remembers four fractions; a fifth takes the place of the one computed longest ago")
    func places() {
        let tracker = tracker(minimumSamples: 1)
        tracker.record(.milliseconds(1))
        for q in [0.1, 0.2, 0.3, 0.4] {
            _ = tracker.recentQuantile(q)
            clock.advance(by: .milliseconds(1))
        }
        for _ in 0..<1000 { tracker.record(.seconds(1)) }
        for q in [0.2, 0.3, 0.4] { #expect(isNear(tracker.recentQuantile(q), .milliseconds(1))) }
        #expect(isNear(tracker.recentQuantile(0.5), .seconds(1)))
        for q in [0.2, 0.3, 0.4] { #expect(isNear(tracker.recentQuantile(q), .milliseconds(1))) }
        #expect(isNear(tracker.recentQuantile(0.1), .seconds(1)))
        #expect(isNear(tracker.recentQuantile(0.3), .milliseconds(1)))
        #expect(isNear(tracker.recentQuantile(0.2), .seconds(1)))
    }

    @Test("A threshold is fixed, or follows its quantile once there are samples enough")
    func threshold() {
        let tracker = tracker()
        let p99x3 = LatencyThreshold.quantile(0.99, times: 3)
        #expect(LatencyThreshold.fixed(.seconds(2)).duration(from: tracker) == .seconds(2))
        #expect(p99x3.duration(from: tracker) == nil)
        for milliseconds in 1...100 { tracker.record(.milliseconds(milliseconds)) }
        #expect(isNear(p99x3.duration(from: tracker), .milliseconds(297)))
        #expect(LatencyThreshold.fixed(.seconds(2)).duration(from: tracker) == .seconds(2))
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        try LatencyThreshold.fixed(.milliseconds(1)).validate()
        try LatencyThreshold.quantile(0.99, times: 3).validate()
        for (threshold, key) in [
            (LatencyThreshold.fixed(.zero), "threshold"), (.quantile(1, times: 3), "quantile"),
            (.quantile(.nan, times: 3), "quantile"), (.quantile(0.9, times: 0), "times"),
        ] {
            let error = #expect(throws: ResilienceConfigurationError.self) { try threshold.validate() }
            #expect(error?.key == key)
        }
    }

    @Test("Many threads at once lose no sample")
    func contention() async {
        let tracker = tracker()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for microseconds in 1...500 {
                        tracker.record(.microseconds(microseconds))
                        _ = tracker.recentQuantile(0.99)
                    }
                }
            }
        }
        #expect(tracker.count == 4000)
        #expect(isNear(tracker.quantile(1), .microseconds(500)))
    }
}
