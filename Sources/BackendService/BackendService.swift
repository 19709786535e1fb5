import EventLoop
import ServiceKit

/// How the backend is put together.
enum BackendService {
    static let definition = ServiceDefinition(
        name: "backend-service",
        summary: "answers with data, and simulates failure",
        settings: BackendSettings.all,
        prefixes: [
            "FAULT_", "FAULTS_", "FAILURE_", "SERVICE_TIME", "CAPACITY", "LATENCY", "FLAP", "HANG_", "RESET_",
            "TRUNCATE_",
        ],
        commands: [FaultCommand.faults],
        build: build
    )

    @Sendable
    private static func build(_ environment: ServiceEnvironment) throws -> ServiceParts {
        let configuration = environment.configuration
        let injector = FaultInjector(
            initial: try FaultSettings(configuration),
            seed: try configuration.value(BackendSettings.faultSeed),
            startedAt: .now
        )
        let isEnabled = try configuration.value(BackendSettings.faultsEnabled)
        let metrics = try FaultMetrics(registry: environment.registry, injector: injector)
        let data = DataRoutes(
            instance: environment.instance,
            serviceTime: try configuration.value(BackendSettings.serviceTime),
            clock: environment.group.clock
        )
        var parts = ServiceParts()
        parts.routes = data.routes
        let faults = FaultMiddleware(
            injector: injector,
            metrics: metrics,
            acceptsRequestFaults: isEnabled,
            clock: environment.group.clock
        )
        parts.middleware = [ServiceMiddleware { faults.wrap($0) }]
        parts.adminRoutes =
            FaultRoutes(
                injector: injector,
                metrics: metrics,
                isEnabled: isEnabled,
                logger: environment.logger
            ).routes
        return parts
    }
}
