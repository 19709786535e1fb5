import HTTPCore
import ServiceKit
import TestSupport
import Testing

@testable import LoadGenerator

@Suite struct ArrivalProcessTests {
    func dueTimes(_ arrivals: Arrivals, rate: Double, count: Int) -> [Duration] {
        var generator = SeededGenerator(seed: 9)
        var process = ArrivalProcess(rate: rate, arrivals: arrivals, start: ManualClock.Instant())
        return (0..<count).map { _ in process.next(using: &generator).offset }
    }

    @Test func constantArrivalsAreEquallyFarApartAndDoNotDrift() {
        let times = dueTimes(.constant, rate: 3, count: 30_001)
        #expect(times[0] == .zero)
        #expect(abs(times[30_000] / .seconds(1) - 10_000) < 1e-6)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func poissonArrivalsHaveTheRateAndTheSpreadOfIndependentUsers() {
        let times = dueTimes(.poisson, rate: 100, count: 20_000)
        let gaps = zip(times, times.dropFirst()).map { ($1 - $0) / .seconds(1) }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
        #expect(abs(mean - 0.01) < 0.0004)
        // An exponential distribution's deviation equals its mean.
        #expect(abs(variance.squareRoot() - mean) < 0.0006)
        #expect(gaps.allSatisfy { $0 >= 0 })
    }
}

@Suite struct LoadOutcomeTests {
    static let cases: [(Int, String?, LoadOutcome)] = [
        (200, "backend", .fresh), (200, nil, .fresh), (200, "stale", .stale), (200, "partial", .partial),
        (200, "fallback", .partial), (503, "rejected", .rejected), (429, nil, .rejected), (504, "error", .timeout),
        (502, "error", .error), (500, nil, .error), (404, "backend", .error),
    ]

    @Test(arguments: cases)
    func judgesByStatusAndSource(_ code: Int, _ source: String?, _ expected: LoadOutcome) throws {
        var response = HTTPResponse(status: try #require(HTTPStatus(code: code)))
        response.fields[.xSource] = source
        #expect(LoadOutcome(response) == expected)
    }
}

@Suite struct LoadSettingsTests {
    func targets(_ text: String) -> [LoadTarget]? { try? LoadSettings.targets.read("TARGETS", text) }

    @Test func readsTargets() {
        let targets = targets("a=http://127.0.0.1:1/x,b=http://h:2")
        #expect(targets?.map(\.name) == ["a", "b"])
        #expect(targets?.map(\.url.port) == [1, 2])
        #expect(targets?.map(\.url.target) == ["/x", "/"])
    }

    @Test(arguments: [
        "", "a", "a=", "=http://h", "a=https://h", "a=http://h,a=http://i", "a b=http://h", "a=http://h,",
    ])
    func refusesWhatIsNoTarget(_ text: String) { #expect(targets(text) == nil) }

    @Test(arguments: ["pod-failure", "a_B-9"])
    func knowsNames(_ text: String) { #expect(LoadSettings.isName(text)) }

    @Test(arguments: ["", "a b", "a\n", "ä", String(repeating: "a", count: 41)])
    func knowsWhatIsNoName(_ text: String) { #expect(!LoadSettings.isName(text)) }
}
