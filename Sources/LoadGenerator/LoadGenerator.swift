import EventLoop
import Glibc
import HTTPClient
import Posix
import ServiceKit
import StructuredLogging

/// How the load generator is put together.
enum LoadGenerator {
    static let definition = ServiceDefinition(
        name: "load-generator",
        summary: "asks its targets at a rate of its own, whatever the answers",
        settings: LoadSettings.all,
        prefixes: ["LOAD_"],
        hasApplicationPort: false,
        commands: [ExperimentCommands.mark, ExperimentCommands.load],
        build: build
    )

    private static let maxInFlightInAll = 20_000

    @Sendable
    private static func build(_ environment: ServiceEnvironment) throws -> ServiceParts {
        let configuration = environment.configuration
        let rate = LoadRate(base: try configuration.value(LoadSettings.rate))
        let arrivals = try configuration.value(LoadSettings.arrivals)
        let duration = try configuration.value(LoadSettings.duration)
        let timeout = try configuration.value(LoadSettings.timeout)
        let metrics = try LoadMetrics(registry: environment.registry)
        // A connection that went idle between two requests is worth keeping at any rate.
        var http = HTTPClientConfiguration()
        http.maxIdleConnections = max(http.maxIdleConnections, Int(rate.base))
        let targets = try configuration.value(LoadSettings.targets)
        let maxInFlight = max(1, min(maxInFlightInAll, DescriptorLimit.connections()) / targets.count)
        // Whatever is in flight has a connection: waiting for one would be load that slow answers hold back.
        http.maxConnections = maxInFlight
        let client = HTTPClient(http, on: environment.group, observer: SilentObserver())
        let resolver = try Resolver()
        var runners: [LoadRunner] = []
        var addresses: [String: TargetAddresses] = [:]
        for target in targets {
            let own = TargetAddresses()
            addresses[target.name] = own
            runners.append(
                LoadRunner(
                    target: target,
                    addresses: own,
                    rate: rate,
                    arrivals: arrivals,
                    duration: duration,
                    timeout: timeout,
                    client: client,
                    resolver: resolver,
                    clock: environment.group.clock,
                    metrics: metrics.target(target.name),
                    logger: environment.logger,
                    maxInFlight: maxInFlight
                )
            )
        }
        var parts = ServiceParts()
        parts.adminRoutes =
            try FaultMarkers(registry: environment.registry, logger: environment.logger).routes
            + RateRoutes(rate: rate, logger: environment.logger).routes
            + AddressRoutes(targets: addresses, logger: environment.logger).routes
        let logger = environment.logger
        let all = runners
        parts.background = [
            {
                await withTaskGroup(of: Void.self) { group in
                    for runner in all { group.addTask { await runner.run() } }
                }
                guard !Task.isCancelled, duration != nil else { return }
                logger.info(event: "load.finished", "the load's duration is over")
                kill(getpid(), SIGTERM)
            }
        ]
        return parts
    }

    /// The targets' own metrics say what their connections do.
    private struct SilentObserver: HTTPClientObserver {
        func connectionAttempted(succeeded: Bool) {}
        func connectionsChanged(idle: Int, active: Int) {}
    }
}
