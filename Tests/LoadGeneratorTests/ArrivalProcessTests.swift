import TestSupport
import Testing

@testable import LoadGenerator

@Suite struct ArrivalProcessTests {
    private typealias Process = ArrivalProcess<ManualClock.Instant>

    private func dueTimes(_ arrivals: Arrivals, rate: Double, count: Int) -> [Duration] {
        var generator = SeededGenerator(seed: 9)
        var process = Process(rate: rate, arrivals: arrivals, start: ManualClock.Instant(), using: &generator)
        return (0..<count).map { _ in next(&process, &generator) }
    }

    private func next(_ process: inout Process, _ generator: inout SeededGenerator) -> Duration {
        let due = process.due.offset
        process.advance(using: &generator)
        return due
    }

    private func instant(_ seconds: Double) -> ManualClock.Instant {
        ManualClock.Instant().advanced(by: .seconds(seconds))
    }

    private func isNear(_ instant: ManualClock.Instant, _ seconds: Double) -> Bool {
        abs(instant.offset / .seconds(1) - seconds) < 1e-9
    }

    @Test func constantArrivalsAreEquallyFarApartAndDoNotDrift() {
        let times = dueTimes(.constant, rate: 3, count: 30_001)
        #expect(times[0] == .zero)
        #expect(abs(times[30_000] / .seconds(1) - 10_000) < 1e-6)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func poissonArrivalsHaveTheRateAndTheSpreadOfIndependentUsers() {
        expectPoisson(dueTimes(.poisson, rate: 100, count: 20_000), rate: 100)
    }

    private func expectPoisson(_ times: [Duration], rate: Double) {
        let gaps = zip(times, times.dropFirst()).map { ($1 - $0) / .seconds(1) * rate }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
        #expect(abs(mean - 1) < 0.04)
        // An exponential distribution's deviation equals its mean.
        #expect(abs(variance.squareRoot() - mean) < 0.06)
        #expect(gaps.allSatisfy { $0 >= 0 })
    }

    @Test func aChangeShortensWhatIsLeftOfTheWayToTheNextRequest() {
        var generator = SeededGenerator(seed: 1)
        var process = Process(rate: 1, arrivals: .constant, start: instant(0), using: &generator)
        process.advance(using: &generator)
        process.setRate(4, at: instant(0.2))
        // Four fifths of the way were left, and are gone four times as fast.
        #expect(isNear(process.due, 0.4))
        process.advance(using: &generator)
        #expect(isNear(process.due, 0.65))
        process.setRate(0.5, at: instant(0.525))
        #expect(isNear(process.due, 1.525))
        process.advance(using: &generator)
        #expect(isNear(process.due, 3.525))
    }

    @Test func aRequestThatIsDueKeepsItsTimeWhenTheRateChanges() {
        var generator = SeededGenerator(seed: 1)
        var process = Process(rate: 10, arrivals: .constant, start: instant(0), using: &generator)
        process.advance(using: &generator)
        process.setRate(100, at: instant(5))
        #expect(isNear(process.due, 0.1))
        process.advance(using: &generator)
        #expect(isNear(process.due, 0.11))
    }

    @Test func theSameRateChangesNothing() {
        var generator = SeededGenerator(seed: 1)
        var process = Process(rate: 3, arrivals: .constant, start: instant(0), using: &generator)
        for _ in 0..<3_000 {
            process.setRate(3, at: process.due)
            process.advance(using: &generator)
        }
        #expect(process.due == instant(0).advanced(by: .seconds(1) / 3.0 * 3_000.0))
    }

    @Test func poissonArrivalsStayPoissonThroughChangesOfTheRate() {
        var generator = SeededGenerator(seed: 2)
        var process = Process(rate: 100, arrivals: .poisson, start: instant(0), using: &generator)
        var calm: [Duration] = []
        while process.due < instant(100) { calm.append(next(&process, &generator)) }
        process.setRate(400, at: instant(100))
        var peak: [Duration] = []
        while process.due < instant(150) { peak.append(next(&process, &generator)) }
        expectPoisson(calm, rate: 100)
        expectPoisson(peak, rate: 400)
        #expect(peak.first.map { $0 >= .seconds(100) } == true)
    }

    /// A thousand random schedules of changes: as many requests are due in each as the rates add up to, in order.
    @Test func asManyRequestsAreDueAsTheRatesAddUpTo() {
        for seed in 0..<1_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var rate = Double.random(in: 1...50, using: &generator)
            var process = Process(rate: rate, arrivals: .constant, start: instant(0), using: &generator)
            var (now, expected, count, last) = (0.0, 0.0, 0, Duration.zero)
            for _ in 0..<20 {
                let step = Double.random(in: 0...1, using: &generator)
                now += step
                expected += rate * step
                while process.due < instant(now) {
                    let due = next(&process, &generator)
                    #expect(due >= last)
                    (last, count) = (due, count + 1)
                }
                rate = Double.random(in: 1...50, using: &generator)
                process.setRate(rate, at: instant(now))
            }
            // The first is due at once, the others each after a distance of 1.
            #expect(abs(Double(count) - expected) <= 1)
        }
    }
}
