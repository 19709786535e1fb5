import EventLoop
import HTTPClient
import HTTPCore
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// How the client is put together.
enum ClientService {
    static let definition = ServiceDefinition(
        name: "client-service",
        summary: "calls the backend through resilience patterns",
        settings: ClientSettings.all,
        prefixes: ClientSettings.prefixes,
        descriptorsPerConnection: 2,
        build: build
    )

    @Sendable
    private static func build(_ environment: ServiceEnvironment) throws -> ServiceParts {
        let configuration = try ClientConfiguration(environment.configuration)
        let clock = environment.group.clock
        let mode = configuration.mode
        let logger = environment.logger.with { $0.set("mode", mode.rawValue) }
        let resolver = try Resolver()
        var parts = ServiceParts()
        parts.logFields = [("mode", mode.rawValue)]

        let upstream = try Upstream(configuration, environment, logger: logger, resolver: resolver)
        let patterns = try PatternAssembly(configuration, environment, upstream, logger: logger)
        let responses = try ResponseMetrics(
            registry: environment.registry,
            fallbackMaxAge: configuration.fallback.maxAge
        )
        let fallback = try FallbackAssembly(
            configuration,
            environment,
            upstream.breakers,
            softTimeouts: patterns.metrics.softTimeouts,
            resolver: resolver
        )
        let live = Patterns(
            rules: patterns.pipeline.rules,
            callBreaker: patterns.pipeline.callBreaker,
            endpoints: upstream.endpoints.set,
            budget: patterns.pipeline.budget,
            bulkhead: patterns.pipeline.attempts.bulkhead,
            hasAdaptiveLimit: configuration.hasAdaptiveLimit,
            fallback: fallback.fallback
        )
        let configured = try LiveConfiguration(
            try environment.configuration.value(ClientSettings.schedule),
            base: environment.configuration,
            patterns: live,
            clock: clock,
            registry: environment.registry,
            logger: logger
        )
        let data = DataRoute(
            source: DataSource(pipeline: patterns.pipeline, fallback: fallback.fallback),
            metrics: responses
        )
        let extra = mode == .full ? try extraPipeline(configuration, environment, upstream.breakers) : nil
        let composite = CompositeRoute(data: data, pipeline: patterns.pipeline, optional: extra?.pipeline)
        parts.routes = ClientRoutes(mode: mode, data: data, composite: composite).routes
        parts.adminRoutes =
            BreakerRoutes(
                callBreaker: patterns.pipeline.callBreaker,
                endpoints: mode == .full ? upstream.endpoints.set : nil
            ).routes + SettingsRoutes(configuration: configured).routes
        let pipeline = patterns.pipeline
        parts.background =
            upstream.background(waking: pipeline.callBreaker) { pipeline.slowCallDuration } + patterns.background
            + fallback.background
            + [{ await configured.run() }, { await extra?.runTimers() }]
        return parts
    }

    /// What stands around the optional part of a composite answer.
    private static func extraPipeline(
        _ configuration: ClientConfiguration,
        _ environment: ServiceEnvironment,
        _ breakers: BreakerMetrics
    ) throws -> NamedPipeline<EventLoopClock> {
        var observer = PipelineObserver()
        observer.onBreakerEvent = { breakers.record($0, .call) }
        observer.bulkheadWaitObserver = environment.bulkheads.waitObserver
        let extra = try configuration.extra.build(name: "extra", clock: environment.group.clock, observer: observer)
        extra.show(in: breakers, environment.bulkheads, environment.limiters)
        return extra
    }
}
