import EventLoop
import HTTPCore
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// Keeps the endpoints equal to what the backend's names resolve to.
///
/// One task runs it.
struct AddressBook: Sendable {
    private let backends: [HTTPURL]
    private let resolver: Resolver
    private let refresh: Duration
    private let clock: EventLoopClock
    private let lookups: (ok: Counter, empty: Counter, error: Counter)
    private let logger: Logger

    /// How long the last addresses are kept when a name stops resolving.
    static let grace: Duration = .seconds(30)

    init(
        backends: [HTTPURL],
        refresh: Duration,
        clock: EventLoopClock,
        registry: MetricRegistry,
        logger: Logger,
        resolver: Resolver
    ) throws(MetricError) {
        self.backends = backends
        self.refresh = refresh
        self.clock = clock
        self.logger = logger
        self.resolver = resolver
        let family = try registry.counterFamily(
            "dns_lookups_total",
            help: "Lookups of the upstream's names, by result.",
            labels: Label("upstream"),
            Label("result")
        )
        lookups = (
            family.with(Backend.name, "ok"), family.with(Backend.name, "empty"), family.with(Backend.name, "error")
        )
    }

    /// The addresses that need no lookup, in the order given.
    static func literal(_ url: HTTPURL) -> SocketAddress? { SocketAddress(ip: url.host, port: UInt16(url.port)) }

    /// Looks names up again and again until its task is cancelled; returns at once where there are none.
    /// - Parameter onAddresses: receives all addresses whenever they were looked up.
    func run(onAddresses: @Sendable ([SocketAddress]) -> Void) async {
        var known = KnownAddresses<EventLoopClock.Instant>(grace: Self.grace)
        var failing: Set<String> = []
        let names = backends.filter { Self.literal($0) == nil }
        if names.isEmpty { return }
        do {
            while true {
                for url in names {
                    let result = await lookUp(url)
                    known.record(Self.addresses(result), for: url.authority, at: .now)
                    report(url, result, kept: known[url.authority].count, &failing)
                }
                onAddresses(backends.flatMap { url in Self.literal(url).map { [$0] } ?? known[url.authority] })
                try await clock.sleep(until: .now.advanced(by: refresh))
            }
        } catch {}
    }

    private static func addresses(_ result: Result<[SocketAddress], NameLookup.Failure>) -> [SocketAddress] {
        if case .success(let addresses) = result { addresses } else { [] }
    }

    private func lookUp(_ url: HTTPURL) async -> Result<[SocketAddress], NameLookup.Failure> {
        let result = await resolver.resolve(url.host, port: UInt16(url.port))
        switch result {
        case .success: lookups.ok.increment()
        case .failure(.notFound): lookups.empty.increment()
        case .failure(.failed): lookups.error.increment()
        }
        return result
    }

    /// One line when a name stops resolving and one when it resolves again, not one per lookup.
    private func report(
        _ url: HTTPURL,
        _ result: Result<[SocketAddress], NameLookup.Failure>,
        kept: Int,
        _ failing: inout Set<String>
    ) {
        switch result {
        case .success(let addresses):
            guard failing.remove(url.host) != nil else { return }
            logger.info(event: "dns.recovered", "a name resolves again") { fields in
                fields.set("upstream", Backend.name)
                fields.set("host", url.host)
                fields.set("addresses", addresses.count)
            }
        case .failure(let error):
            guard failing.insert(url.host).inserted else { return }
            logger.warn(event: "dns.failed", "a name does not resolve; its last addresses are kept for now") { fields in
                fields.set("upstream", Backend.name)
                fields.set("host", url.host)
                fields.set("error", error.description)
                fields.set("kept_addresses", kept)
            }
        }
    }
}

/// The addresses of names, with those kept for a while whose name has stopped resolving: a pure value.
struct KnownAddresses<Instant: InstantProtocol> where Instant.Duration == Duration {
    private var entries: [String: (addresses: [SocketAddress], at: Instant)] = [:]
    private let grace: Duration

    init(grace: Duration) { self.grace = grace }

    subscript(name: String) -> [SocketAddress] { entries[name]?.addresses ?? [] }

    /// Notes a lookup's result; an empty one takes effect once the grace time is over.
    mutating func record(_ addresses: [SocketAddress], for name: String, at now: Instant) {
        if !addresses.isEmpty {
            entries[name] = (addresses, now)
        } else if let entry = entries[name], entry.at.duration(to: now) >= grace {
            entries[name] = nil
        }
    }
}
