import EventLoop
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// The endpoints of the backend together with their series: both come and go at once.
struct EndpointRegistry: Sendable {
    let set: Backend.Endpoints
    private let breakers: BreakerMetrics
    private let hasBreakers: Bool

    init(
        configuration: ClientConfiguration,
        clock: EventLoopClock,
        breakers: BreakerMetrics,
        registry: MetricRegistry,
        logger: Logger
    ) throws(MetricError) {
        self.breakers = breakers
        hasBreakers = configuration.mode == .full
        let ejections = try registry.counterFamily(
            "resilience_outlier_ejections_total",
            help: "Endpoints taken out of use, by reason.",
            labels: Label("upstream"),
            Label("reason")
        )
        let consecutive = ejections.with(Backend.name, "consecutive")
        let comparison = ejections.with(Backend.name, "comparison")
        let set = Backend.Endpoints(
            name: Backend.name,
            configuration: configuration.endpointBreaker,
            outliers: configuration.outliers,
            clock: clock
        ) { address, event in
            switch event {
            case .breaker(let event):
                if event.transition.to == .open, event.transition.from == .closed { consecutive.increment() }
                breakers.record(event, .endpoint, address: address.description)
            case .ejected(let ejection):
                comparison.increment()
                EndpointLog.ejected(address, ejection, logger)
            case .readmitted:
                EndpointLog.readmitted(address, logger)
            }
        }
        self.set = set
        try registry.collect(
            "resilience_endpoints",
            help: "Endpoints of the upstream, by whether they are in use.",
            type: .gauge,
            labels: ["upstream", "state"]
        ) { writer in
            let endpoints = set.endpoints
            let open = endpoints.count { $0.breaker.status == .open || $0.breaker.status == .forcedOpen }
            let ejected = endpoints.count {
                $0.isEjected && $0.breaker.status != .open && $0.breaker.status != .forcedOpen
            }
            writer.sample([Backend.name, "admitted"], Double(endpoints.count - open - ejected))
            writer.sample([Backend.name, "open"], Double(open))
            writer.sample([Backend.name, "ejected"], Double(ejected))
        }
        _ = update(configuration.backends.compactMap(AddressBook.literal))
    }

    /// Makes the endpoints these; true if one is new.
    func update(_ addresses: [SocketAddress]) -> Bool {
        let change = set.update(addresses)
        guard hasBreakers else { return !change.added.isEmpty }
        for address in change.removed {
            breakers.removeEndpoint(breaker: Backend.name, address: address.description)
        }
        for endpoint in set.endpoints where change.added.contains(endpoint.id) {
            breakers.add(endpoint.breaker, .endpoint, address: endpoint.id.description)
        }
        return !change.added.isEmpty
    }
}

/// What the log says of endpoints beyond their breakers' transitions.
private enum EndpointLog {
    static func ejected(_ address: SocketAddress, _ ejection: OutlierEjection, _ logger: Logger) {
        logger.warn(event: "endpoint.ejected", "an endpoint does worse than its peers and is out of use") { fields in
            fields.set("upstream", Backend.name)
            fields.set("address", address.description)
            fields.set("failure_ratio", ejection.failureRatio)
            fields.set("others_median", ejection.othersMedian)
            fields.set("ejected_ms", ejection.duration.roundedMilliseconds)
        }
    }

    static func readmitted(_ address: SocketAddress, _ logger: Logger) {
        logger.info(event: "endpoint.readmitted", "an endpoint is back in use") { fields in
            fields.set("upstream", Backend.name)
            fields.set("address", address.description)
        }
    }
}
