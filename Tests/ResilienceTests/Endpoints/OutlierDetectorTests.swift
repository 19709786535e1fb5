import Resilience
import TestSupport
import Testing

@Suite("Outlier ejection")
struct OutlierDetectorTests {
    /// A detector with endpoints and a hand-moved time.
    private struct Driver {
        var detector: OutlierDetector<ManualClock.Instant>
        var now = ManualClock.Instant()
        var places: [Int] = []
        var ejections: [Int: OutlierEjection] = [:]

        init(_ count: Int, _ adjust: (inout OutlierConfiguration) -> Void = { _ in }) {
            var configuration = OutlierConfiguration()
            adjust(&configuration)
            detector = OutlierDetector(configuration)
            for _ in 0..<count { places.append(detector.join(at: now)) }
        }

        /// So many attempts at each endpoint, of which so many fail, the failures last; a little time passes in between.
        mutating func attempts(_ count: Int, failing: [Int]) {
            for number in 0..<count {
                now = now.advanced(by: .milliseconds(50))
                for (index, failures) in failing.enumerated() {
                    let failed = number >= count - failures
                    if let ejection = detector.record(places[index], failed: failed, at: now) {
                        ejections[index] = ejection
                    }
                }
            }
        }

        mutating func wait(_ duration: Duration) -> [Int] {
            now = now.advanced(by: duration)
            return detector.advance(at: now)
        }
    }

    @Test("An endpoint whose failure ratio lies far enough above the median of the others is ejected")
    func ejects() {
        var driver = Driver(3)
        driver.attempts(40, failing: [0, 0, 20])
        #expect(Set(driver.ejections.keys) == [2])
        #expect(driver.ejections[2]?.duration == .seconds(30))
        #expect(driver.ejections[2]?.othersMedian == 0)
        #expect((driver.ejections[2]?.failureRatio ?? 0) >= 0.3)
        #expect(driver.detector.ejectedCount == 1)
    }

    @Test("Errors that all have are nobody's alone")
    func commonErrors() {
        var driver = Driver(4)
        for _ in 0..<20 { driver.attempts(10, failing: [6, 6, 6, 6]) }
        #expect(driver.ejections.isEmpty)
    }

    @Test("At 60 % random errors everywhere, chance ejects hardly anyone")
    func randomErrors() {
        var ejected = 0
        for seed in 0..<50 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var driver = Driver(4)
            for _ in 0..<1000 {
                driver.now = driver.now.advanced(by: .milliseconds(20))
                for place in driver.places {
                    let failed = Double.random(in: 0..<1, using: &generator) < 0.6
                    if driver.detector.record(place, failed: failed, at: driver.now) != nil { ejected += 1 }
                }
            }
        }
        // Of 50 runs of 20 s; the early ones compare twenty attempts only.
        #expect(ejected <= 10)
    }

    @Test("Two endpoints cannot be compared, nor ones with few attempts")
    func tooFew() {
        var two = Driver(2)
        two.attempts(60, failing: [0, 60])
        #expect(two.ejections.isEmpty)
        var few = Driver(3)
        few.attempts(19, failing: [0, 0, 19])
        #expect(few.ejections.isEmpty)
        few.attempts(5, failing: [0, 0, 5])
        #expect(few.ejections[2] != nil)
    }

    @Test("The margin counts from exactly its value")
    func margin() {
        var below = Driver(3) { $0.margin = 0.5 }
        below.attempts(100, failing: [0, 0, 49])
        #expect(below.ejections.isEmpty)
        var at = Driver(3) {
            $0.margin = 0.5
            $0.window = .seconds(3600)
        }
        at.attempts(100, failing: [0, 0, 50])
        #expect(at.ejections.isEmpty)
        // Comparisons come at most every quarter of a second.
        at.now = at.now.advanced(by: .milliseconds(250))
        _ = at.detector.record(at.places[2], failed: false, at: at.now)
        #expect(at.detector.record(at.places[2], failed: true, at: at.now)?.failureRatio == 0.5)
    }

    @Test("No more than the share may be out, rounded down", arguments: [(3, 1), (4, 2), (5, 2), (7, 3)])
    func share(count: Int, limit: Int) {
        var driver = Driver(count)
        // All but the majority of good ones: the median stays at zero.
        let bad = (count - 1) / 2
        let failing = (0..<count).map { $0 < bad ? 40 : 0 }
        for _ in 0..<5 { driver.attempts(40, failing: failing) }
        #expect(driver.detector.ejectedCount == min(bad, limit))
        var none = Driver(count) { $0.maximumEjected = 0 }
        none.attempts(40, failing: failing)
        #expect(none.ejections.isEmpty)
    }

    @Test("The time doubles from one ejection to the next, up to its cap, and starts anew after a good while")
    func growingTime() {
        var driver = Driver(3) { $0.maximumDuration = .seconds(100) }
        var durations: [Duration] = []
        for _ in 0..<4 {
            driver.ejections = [:]
            driver.attempts(40, failing: [0, 0, 40])
            let duration = driver.ejections[2]?.duration ?? .zero
            durations.append(duration)
            #expect(driver.wait(duration).count == 1)
        }
        #expect(durations == [.seconds(30), .seconds(60), .seconds(100), .seconds(100)])
        _ = driver.wait(.seconds(101))
        driver.ejections = [:]
        driver.attempts(40, failing: [0, 0, 40])
        #expect(driver.ejections[2]?.duration == .seconds(30))
    }

    @Test("It comes back when its time is over, not before, with an empty window")
    func comesBack() {
        var driver = Driver(3)
        driver.attempts(40, failing: [0, 0, 40])
        let end = driver.detector.nextDeadline
        #expect(end != nil)
        #expect(driver.wait(.seconds(20)).isEmpty)
        driver.now = end ?? driver.now
        #expect(driver.detector.advance(at: driver.now) == [driver.places[2]])
        #expect(driver.detector.nextDeadline == nil)
        driver.ejections = [:]
        driver.attempts(19, failing: [0, 0, 19])
        #expect(driver.ejections.isEmpty)
    }

    @Test("When endpoints leave, fewer may be out of fewer, and places are given out again")
    func leaving() {
        var driver = Driver(4)
        driver.attempts(40, failing: [0, 0, 0, 40])
        #expect(driver.detector.ejectedCount == 1)
        #expect(driver.detector.leave(driver.places[0]).isEmpty)
        #expect(driver.detector.leave(driver.places[1]).isEmpty)
        #expect(driver.detector.leave(driver.places[2]) == [driver.places[3]])
        #expect(driver.detector.ejectedCount == 0)
        #expect(driver.places.contains(driver.detector.join(at: driver.now)))
    }

    @Test("Random histories: never more out than allowed, and everyone comes back", arguments: 0..<300)
    func invariants(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var configuration = OutlierConfiguration()
        configuration.maximumEjected = Double.random(in: 0...1, using: &generator)
        configuration.minimumAttempts = Int.random(in: 1...10, using: &generator)
        configuration.duration = .seconds(1)
        configuration.maximumDuration = .seconds(4)
        var detector = OutlierDetector<ManualClock.Instant>(configuration)
        var now = ManualClock.Instant()
        var places: [Int] = []
        var out: Set<Int> = []
        for _ in 0..<400 {
            now = now.advanced(by: .milliseconds(Int.random(in: 0...80, using: &generator)))
            switch Int.random(in: 0..<40, using: &generator) {
            case 0 where places.count < 9:
                let place = detector.join(at: now)
                #expect(!places.contains(place))
                places.append(place)
            case 1 where !places.isEmpty:
                let place = places.remove(at: Int.random(in: 0..<places.count, using: &generator))
                out.remove(place)
                for back in detector.leave(place) { #expect(out.remove(back) != nil) }
            case 2:
                for back in detector.advance(at: now) { #expect(out.remove(back) != nil) }
            default:
                guard let place = places.randomElement(using: &generator) else { continue }
                // Even places fail more than odd ones.
                let rate = place.isMultiple(of: 2) ? 0.7 : 0.1
                let failed = Double.random(in: 0..<1, using: &generator) < rate
                if detector.record(place, failed: failed, at: now) != nil { #expect(out.insert(place).inserted) }
            }
            #expect(detector.ejectedCount == out.count)
            #expect(out.count <= Int((Double(places.count) * configuration.maximumEjected).rounded(.down)))
        }
        now = now.advanced(by: .seconds(5))
        for back in detector.advance(at: now) { #expect(out.remove(back) != nil) }
        #expect(out.isEmpty)
        #expect(detector.ejectedCount == 0)
    }

    @Test("Values outside their ranges are refused by name")
    func validation() {
        let faults: [(String, (inout OutlierConfiguration) -> Void)] = [
            ("outlier.window", { $0.window = .zero }), ("outlier.minimumEndpoints", { $0.minimumEndpoints = 1 }),
            ("outlier.minimumAttempts", { $0.minimumAttempts = 0 }), ("outlier.margin", { $0.margin = 0 }),
            ("outlier.maximumEjected", { $0.maximumEjected = 1.1 }), ("outlier.duration", { $0.duration = .zero }),
            ("outlier.maximumDuration", { $0.maximumDuration = .seconds(90_000) }),
        ]
        for (key, fault) in faults {
            var configuration = OutlierConfiguration()
            fault(&configuration)
            #expect { try configuration.validate() } throws: { ($0 as? ResilienceConfigurationError)?.key == key }
        }
        #expect(throws: Never.self) { try OutlierConfiguration().validate() }
    }
}
