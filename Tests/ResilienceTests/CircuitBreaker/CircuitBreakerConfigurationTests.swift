import Resilience
import Testing

@Suite("Breaker configuration")
struct CircuitBreakerConfigurationTests {
    struct Fault: Sendable {
        let key: String
        let adjust: @Sendable (inout CircuitBreakerConfiguration) -> Void

        init(_ key: String, _ adjust: @escaping @Sendable (inout CircuitBreakerConfiguration) -> Void) {
            self.key = key
            self.adjust = adjust
        }
    }

    static let faults: [Fault] = [
        Fault("tripRule.consecutiveFailures") { $0.tripRule = .consecutiveFailures(0) },
        Fault("tripRule.failureRatio") { $0.tripRule = .any([.never, .failureRatio(1.01)]) },
        Fault("tripRule.failureRatio") { $0.tripRule = .failureRatio(.nan) },
        Fault("tripRule") { $0.tripRule = .all([]) },
        Fault("window") { $0.window = .time(.zero) },
        Fault("window") { $0.window = .calls(0) },
        Fault("window") { $0.window = .calls(100_001) },
        Fault("minimumCalls") { $0.window = .calls(19) },
        Fault("slowCallDuration") { $0.slowCallDuration = .zero },
        Fault("tripRule.slowCallRatio") { $0.tripRule = .slowCallRatio(0) },
        Fault("halfOpenTimeout") { $0.halfOpenTimeout = .zero },
        Fault("halfOpenRule.failureRatio") { $0.halfOpenRule = .failureRatio(1.5) },
        Fault("minimumCalls") { $0.minimumCalls = 0 },
        Fault("openDuration") { $0.openDuration = .seconds(301) },
        Fault("openDuration") { $0.openDuration = .zero },
        Fault("openDurationGrowth") { $0.openDurationGrowth = 0.9 },
        Fault("maximumOpenDuration") { $0.maximumOpenDuration = .seconds(90_000) },
        Fault("halfOpenMaxCalls") { $0.halfOpenMaxCalls = 0 },
        Fault("halfOpenRule.successes") { $0.halfOpenRule = .successes(2) },
    ]

    @Test("Validation names what it refuses", arguments: faults)
    func refuses(fault: Fault) {
        var configuration = CircuitBreakerConfiguration()
        fault.adjust(&configuration)
        let error = #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect(error?.key == fault.key)
        #expect(error?.description.contains(fault.key) == true)
    }

    @Test("The defaults are the documented ones, and valid")
    func defaults() throws {
        let configuration = CircuitBreakerConfiguration()
        try configuration.validate()
        #expect(configuration.tripRule == .consecutiveFailures(5))
        #expect(configuration.window == .time(.seconds(10)))
        #expect(configuration.minimumCalls == 20)
        #expect(configuration.openDuration == .seconds(30))
        #expect(configuration.openDurationGrowth == 1)
        #expect(configuration.maximumOpenDuration == .seconds(300))
        #expect(configuration.halfOpenMaxCalls == 1)
        #expect(configuration.halfOpenRule == .successes(1))
        #expect(configuration.halfOpenTimeout == .seconds(30))
        #expect(configuration.slowCallDuration == nil)
    }
}
