import HTTPCore
import StructuredLogging
import Testing

@testable import LoadGenerator

@Suite struct LoadRateTests {
    @Test func theBaseIsMultipliedAndComesBack() {
        let rate = LoadRate(base: 50)
        #expect(rate.current == 50)
        #expect(rate.multiply(by: 4))
        #expect(rate.current == 200)
        // Not on top of the last factor.
        #expect(rate.multiply(by: 0.5))
        #expect(rate.current == 25)
        rate.reset()
        #expect(rate.current == 50)
    }

    @Test(arguments: [0, -1, 0.009, 101, .infinity, .nan])
    func aFactorOutOfRangeChangesNothing(_ factor: Double) {
        let rate = LoadRate(base: 50)
        #expect(rate.multiply(by: 2))
        #expect(!rate.multiply(by: factor))
        #expect(rate.factor == 2)
    }

    @Test func theRateStaysInItsRangeWhateverTheFactor() {
        #expect(!LoadRate(base: 50_000).multiply(by: 2.1))
        #expect(LoadRate(base: 50_000).multiply(by: 2))
        #expect(!LoadRate(base: 0.002).multiply(by: 0.1))
    }
}

@Suite struct RateRoutesTests {
    private let rate = LoadRate(base: 50)

    private func set(_ query: String) -> HTTPStatus {
        RateRoutes(rate: rate, logger: Logger(level: .error, sink: NullSink())).set(HTTPQuery(parsing: query)).status
    }

    @Test func theFactorIsTakenFromTheQuery() {
        #expect(set("factor=4") == .ok)
        #expect(rate.current == 200)
        #expect(set("factor=1") == .ok)
        #expect(rate.current == 50)
    }

    @Test(arguments: ["", "factor", "factor=", "factor=x", "factor=0", "factor=1000", "rate=4", "factor=2&factor=3"])
    func whatIsNoFactorIsRefusedAndChangesNothing(_ query: String) {
        #expect(set(query) == .badRequest)
        #expect(rate.factor == 1)
    }
}

struct NullSink: LogSink {
    func write(_ line: [UInt8]) {}
    func flush() {}
}
