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
        let registry = environment.registry
        let clock = environment.group.clock
        let mode = configuration.mode
        let logger = environment.logger.with { $0.set("mode", mode.rawValue) }

        let breakers = try BreakerMetrics(registry: registry, logger: logger)
        let endpoints = try EndpointRegistry(
            configuration: configuration,
            clock: clock,
            breakers: breakers,
            registry: registry,
            logger: logger
        )
        let clientMetrics = try HTTPClientMetrics(registry: registry, upstream: Backend.name)
        let backend = Backend(
            endpoints: endpoints.set,
            client: HTTPClient(configuration.http, on: environment.group, observer: clientMetrics),
            metrics: clientMetrics,
            authority: configuration.backends[0].authority
        )
        var parts = ServiceParts()
        parts.logFields = [("mode", mode.rawValue)]

        var callBreaker: CircuitBreaker<EventLoopClock>?
        if mode == .breaker || mode == .full {
            let breaker = CircuitBreaker(name: Backend.name, configuration: configuration.callBreaker, clock: clock) {
                breakers.record($0, .call)
            }
            breakers.add(breaker, .call)
            parts.background.append { await breaker.runTimer() }
            callBreaker = breaker
        }
        let budget = mode == .full ? RetryBudget(configuration.retryBudget, clock: clock) : nil
        var budgetTokens: (@Sendable () -> Double)?
        if let budget { budgetTokens = { budget.tokens } }
        let pipeline = CallPipeline(
            mode: mode,
            backend: backend,
            callBreaker: callBreaker,
            retry: Retry(configuration.retry, budget: budget, clock: clock),
            attemptTimeout: configuration.attemptTimeout,
            requestTimeout: configuration.requestTimeout,
            clock: clock,
            metrics: try PipelineMetrics(registry: registry, budgetTokens: budgetTokens)
        )
        if mode == .full, let callBreaker {
            let prober = try RecoveryProber(
                backend: backend,
                callBreaker: callBreaker,
                interval: configuration.probeInterval,
                timeout: configuration.probeTimeout,
                clock: clock,
                registry: registry,
                logger: logger
            )
            parts.background.append { await prober.run() }
            parts.background.append { await endpoints.set.runTimer() }
        }
        let known = callBreaker
        let addressBook = try AddressBook(
            backends: configuration.backends,
            refresh: configuration.dnsRefresh,
            clock: clock,
            registry: registry,
            logger: logger,
            resolver: try Resolver()
        ) { addresses in
            // A new address is evidence that something has changed: worth a call.
            if endpoints.update(addresses) { known?.recover() }
        }
        parts.background.append { await addressBook.run() }

        let responses = try ResponseMetrics(registry: registry, fallbackMaxAge: configuration.fallbackMaxAge)
        let fallback = StaleFallback(maxAge: configuration.fallbackMaxAge, clock: clock, metrics: responses)
        parts.routes =
            ClientRoutes(
                mode: mode,
                pipeline: pipeline,
                fallback: mode == .full ? fallback : nil,
                metrics: responses
            ).routes
        return parts
    }
}
