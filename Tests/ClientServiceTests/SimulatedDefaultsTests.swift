import Resilience
import ServiceKit
import Simulation
import Testing

@testable import ClientService

/// The simulation's clients are this service's: without a setting each mode is the same in both.
@Suite("The simulation's clients")
struct SimulatedDefaultsTests {
    private func configuration(_ mode: ClientMode) throws -> ClientConfiguration {
        try ClientConfiguration(
            Configuration(
                settings: ClientSettings.all,
                prefixes: ClientSettings.prefixes,
                arguments: [],
                environment: ["RESILIENCE_MODE": mode.rawValue]
            )
        )
    }

    @Test("Every mode has its simulation", arguments: ResilienceMode.allCases)
    func modes(_ mode: ResilienceMode) { #expect(ClientMode(rawValue: mode.rawValue) != nil) }

    @Test("Times and retries are the service's", arguments: ClientMode.allCases)
    func rules(_ mode: ClientMode) throws {
        let (service, simulated) = (try configuration(mode), ClientPolicy(mode))
        #expect(service.mode.rawValue == mode.rawValue)
        #expect(service.rules.retry == simulated.retry)
        #expect(service.rules.attemptTimeout == simulated.attemptTimeout)
        #expect(service.rules.requestTimeout == simulated.requestTimeout)
        #expect(service.rules.slowCall == simulated.slowCall)
        #expect(service.rules.hedgeAfter == simulated.hedgeAfter)
        #expect(service.probeInterval == simulated.probeInterval)
        #expect(service.probeTimeout == simulated.probeTimeout)
    }

    @Test("Patterns are the service's", arguments: [ClientMode.breaker, .full])
    func patterns(_ mode: ClientMode) throws {
        let (service, simulated) = (try configuration(mode), ClientPolicy(mode))
        #expect(service.callBreaker == simulated.callBreaker)
        guard mode == .full else { return }
        #expect(service.endpointBreaker == simulated.endpointBreaker)
        #expect(service.outliers == simulated.outliers)
        #expect(service.retryBudget == simulated.budget)
        #expect(service.bulkhead == simulated.bulkhead)
        #expect(!service.hasAdaptiveLimit && simulated.adaptiveLimit == nil)
        #expect(service.throttle == simulated.throttle)
        #expect(service.fallback == simulated.fallback)
    }
}
