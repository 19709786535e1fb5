import EventLoop
import HTTPClient
import HTTPCore
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// The backend with its endpoints, and what keeps them up to date, put together.
struct Upstream: Sendable {
    let backend: Backend
    let endpoints: EndpointRegistry
    let breakers: BreakerMetrics
    private let configuration: ClientConfiguration
    private let environment: ServiceEnvironment
    private let addressBook: AddressBook
    private let prober: RecoveryProber?

    init(
        _ configuration: ClientConfiguration,
        _ environment: ServiceEnvironment,
        logger: Logger,
        resolver: Resolver
    ) throws {
        let registry = environment.registry
        let clock = environment.group.clock
        self.configuration = configuration
        self.environment = environment
        breakers = try BreakerMetrics(registry: registry, logger: logger)
        endpoints = try EndpointRegistry(
            configuration: configuration,
            clock: clock,
            breakers: breakers,
            registry: registry,
            logger: logger
        )
        let metrics = try HTTPClientMetrics(registry: registry, upstream: Backend.name)
        backend = Backend(
            endpoints: endpoints.set,
            client: HTTPClient(configuration.http, on: environment.group, observer: metrics),
            metrics: metrics,
            authority: configuration.backends[0].authority
        )
        addressBook = try AddressBook(
            backends: configuration.backends,
            refresh: configuration.dnsRefresh,
            clock: clock,
            registry: registry,
            logger: logger,
            resolver: resolver
        )
        prober =
            configuration.mode == .full
            ? try RecoveryProber(
                backend: backend,
                interval: configuration.probeInterval,
                timeout: configuration.probeTimeout,
                clock: clock,
                registry: registry,
                logger: logger
            ) : nil
    }

    /// Work that goes on for as long as the service runs.
    ///
    /// - Parameters:
    ///   - callBreaker: what evidence of recovery wakes; nil where the mode has none.
    ///   - slowCall: from which duration on a call is slow now.
    func background(
        waking callBreaker: CircuitBreaker<EventLoopClock>?,
        slowCall: @escaping @Sendable () -> Duration?
    ) -> [@Sendable () async -> Void] {
        let (addressBook, endpoints, prober) = (addressBook, endpoints, prober)
        var work: [@Sendable () async -> Void] = [
            {
                await addressBook.run { addresses in
                    // A new address is evidence that something has changed: worth a call.
                    if endpoints.update(addresses) { callBreaker?.recover() }
                }
            }
        ]
        if let prober, let callBreaker {
            work.append { await prober.run(waking: callBreaker, slowCall: slowCall) }
            work.append { await endpoints.set.runTimer() }
        }
        return work
    }
}
