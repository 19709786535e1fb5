import Resilience
import Testing

@testable import ServiceKit

@Suite struct AdmissionConfigurationTests {
    private func read(_ environment: [String: String]) throws -> AdmissionConfiguration {
        try AdmissionConfiguration(
            Configuration(
                settings: CommonSettings.application,
                prefixes: CommonSettings.prefixes,
                arguments: [],
                environment: environment
            )
        )
    }

    @Test func bothAreOffUnlessSet() throws {
        for environment in [[:], ["MAX_IN_FLIGHT": "off", "RATE_LIMIT": "off", "MAX_QUEUE": "0"]] {
            let limits = try read(environment)
            #expect(limits.rate == nil && limits.inFlight == nil)
        }
    }

    @Test func whatIsSetHoldsAndIsValid() throws {
        let limits = try read(["MAX_IN_FLIGHT": "8", "MAX_QUEUE": "3", "RATE_LIMIT": "2.5"])
        #expect(limits.inFlight?.maxConcurrent == 8)
        #expect(limits.inFlight?.maxQueue == 3)
        #expect(limits.rate?.rate == 2.5)
        #expect(limits.rate?.burst == 3)
        for edge in ["0.001", "1000000"] { try read(["RATE_LIMIT": edge]).rate?.validate() }
        for edge in ["1", "1000000"] { try read(["MAX_IN_FLIGHT": edge, "MAX_QUEUE": edge]).inFlight?.validate() }
    }

    @Test(arguments: [
        ("MAX_IN_FLIGHT", "0"), ("MAX_IN_FLIGHT", "-1"), ("MAX_IN_FLIGHT", ""), ("MAX_IN_FLIGHT", "OFF"),
        ("MAX_QUEUE", "off"), ("MAX_QUEUE", "1"), ("RATE_LIMIT", "0"), ("RATE_LIMIT", "1e3"), ("RATE_LIMIT", "nan"),
    ])
    func whatIsNotAcceptedIsNamed(_ name: String, _ value: String) {
        #expect {
            _ = try read([name: value])
        } throws: {
            ($0 as? ConfigurationError)?.variable == name
        }
    }
}
