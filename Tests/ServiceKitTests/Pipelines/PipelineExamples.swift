import Resilience
import ServiceKit
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: named pipelines", .timeLimit(.minutes(1)))
struct PipelineExamples {
    private struct Down: Error {}

    private let clock = ManualClock()

    @Test func layersFromTheEnvironment() async throws {
        let arguments: [String] = []
        let environment = [
            "INVENTORY_PIPELINE": "timeout(2s) | retry(3, base=0, jitter=none) | breaker(failures=3, open=10s)"
        ]
        let stock: @Sendable () async throws -> Int = { throw Down() }
        // example: named-pipeline
        let setting = Setting.pipeline(
            "INVENTORY_PIPELINE",
            default: "timeout(2s) | breaker",
            "what stands around calls to the inventory"
        )
        let configuration = try Configuration(
            settings: [setting.description],
            prefixes: ["INVENTORY_"],
            arguments: arguments,
            environment: environment
        )
        let named = try configuration.value(setting).build(name: "inventory", clock: clock)
        // end
        let call: () async throws -> Int = {
            // example: named-pipeline-run
            let stock = try await named.pipeline.run { call in try await stock() }
            // end
            return stock
        }
        let error = await #expect(throws: PolicyError.self) { try await call() }
        #expect(error?.kind == .operation)
        #expect(named.breakers.map(\.status) == [.open])
        #expect(named.breakers[0].snapshot().totals[.failure] == 3)
    }

    @Test func aTextThatIsNotAcceptedIsNamed() {
        #expect(
            throws: SettingRefusal(
                value: "failures=0",
                accepted: "in layer 1, breaker: failures to be a whole number from 1 to 1000000"
            )
        ) {
            try PipelineDescription("breaker(failures=0)")
        }
    }
}
