import EventLoop
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit

/// The endpoints of the backend together with their series: both come and go at once.
struct EndpointRegistry: Sendable {
    let set: Backend.Endpoints
    private let breakers: BreakerMetrics
    private let hasBreakers: Bool

    init(
        configuration: ClientConfiguration,
        clock: EventLoopClock,
        breakers: BreakerMetrics,
        registry: MetricRegistry
    ) throws(MetricError) {
        self.breakers = breakers
        hasBreakers = configuration.mode == .full
        let ejections = try registry.counterFamily(
            "resilience_outlier_ejections_total",
            help: "Endpoints taken out of use, by reason.",
            labels: ["upstream", "reason"]
        )
        let consecutive = try ejections.with(Backend.name, "consecutive")
        _ = try ejections.with(Backend.name, "comparison")
        let set = Backend.Endpoints(name: Backend.name, configuration: configuration.endpointBreaker, clock: clock) {
            address,
            event in
            if event.transition.to == .open, event.transition.from == .closed { consecutive.increment() }
            breakers.record(event, .endpoint, address: address.description)
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
            writer.sample([Backend.name, "admitted"], Double(endpoints.count - open))
            writer.sample([Backend.name, "open"], Double(open))
            writer.sample([Backend.name, "ejected"], 0)
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
