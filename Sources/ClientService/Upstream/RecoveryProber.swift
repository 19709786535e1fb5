import EventLoop
import Posix
import PrometheusMetrics
import Resilience
import ServiceKit
import StructuredLogging

/// Looks for evidence that what was given up is well again, so that recovery need not wait out the open time.
///
/// A probe takes the way that traffic takes: the application port over a new connection. One task runs it.
struct RecoveryProber: Sendable {
    private let backend: Backend
    private let interval: Duration
    private let timeout: Duration
    private let clock: EventLoopClock
    private let logger: Logger
    private let results: (ok: Counter, failed: Counter)

    init(
        backend: Backend,
        interval: Duration,
        timeout: Duration,
        clock: EventLoopClock,
        registry: MetricRegistry,
        logger: Logger
    ) throws(MetricError) {
        self.backend = backend
        self.interval = interval
        self.timeout = timeout
        self.clock = clock
        self.logger = logger
        let family = try registry.counterFamily(
            "resilience_endpoint_probes_total",
            help: "Recovery probes of endpoints, by result.",
            labels: Label("upstream"),
            Label("result")
        )
        results = (family.with(Backend.name, "ok"), family.with(Backend.name, "failed"))
    }

    /// Probes what needs it, about once an interval, until its task is cancelled.
    ///
    /// - Parameters:
    ///   - callBreaker: goes half-open at a success.
    ///   - slowCall: from which duration on a call is slow now. A probe that takes as long finds an endpoint that is
    ///     there, and no evidence that calls would be any faster: it leaves the call breaker as it is.
    func run(waking callBreaker: CircuitBreaker<EventLoopClock>, slowCall: @Sendable () -> Duration?) async {
        var generator = SplitMix64.stream()
        do {
            while true {
                // Spread, so that many clients do not probe in step.
                let pause = interval * Double.random(in: 0.9...1.1, using: &generator)
                try await clock.sleep(until: .now.advanced(by: pause))
                let suspects = backend.endpoints.endpointsToProbe(callBreakerOpen: callBreaker.status == .open)
                await probeAll(suspects, waking: callBreaker, slowCall: slowCall())
            }
        } catch {}
    }

    private func probeAll(
        _ addresses: [SocketAddress],
        waking callBreaker: CircuitBreaker<EventLoopClock>,
        slowCall: Duration?
    ) async {
        guard !addresses.isEmpty else { return }
        await withTaskGroup(of: Void.self) { group in
            for address in addresses {
                group.addTask { await probe(address, waking: callBreaker, slowCall: slowCall) }
            }
        }
    }

    private func probe(
        _ address: SocketAddress,
        waking callBreaker: CircuitBreaker<EventLoopClock>,
        slowCall: Duration?
    ) async {
        let start = clock.now
        guard await backend.probe(address, timeout: timeout) else {
            results.failed.increment()
            return
        }
        results.ok.increment()
        logger.debug(event: "endpoint.probe", "a probe succeeded") { $0.set("address", address.description) }
        backend.endpoints.probeSucceeded(address)
        if let slowCall, start.duration(to: clock.now) >= slowCall { return }
        callBreaker.recover()
    }
}
