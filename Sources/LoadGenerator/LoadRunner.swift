import EventLoop
import HTTPClient
import HTTPCore
import Posix
import ServiceKit
import StructuredLogging
import Synchronization

/// Sends the load of one target. One task runs it.
struct LoadRunner: Sendable {
    let target: LoadTarget
    let addresses: TargetAddresses
    let rate: LoadRate
    let arrivals: Arrivals
    let duration: Duration?
    let timeout: Duration
    let client: HTTPClient
    let resolver: Resolver
    let clock: EventLoopClock
    let metrics: TargetMetrics
    let logger: Logger
    /// With more requests under way than this, what is due is not sent: nothing here grows without bound.
    let maxInFlight: Int

    /// However far off the next request is, a change of the rate is noticed in this time.
    private static let longestSleep: Duration = .milliseconds(100)
    /// How often the target's name is looked up again.
    private static let refresh: Duration = .seconds(5)

    /// Runs until the duration is over and the last request has ended, or the task is cancelled.
    func run() async {
        await lookUp()
        // Ends with this scope.
        async let _: Void = keepLookingUp()
        let start = clock.now
        let end = duration.map { start.advanced(by: $0) }
        var generator = SplitMix64.stream()
        var process = ArrivalProcess(rate: rate.current, arrivals: arrivals, start: start, using: &generator)
        let inFlight = InFlight()
        await withDiscardingTaskGroup { group in
            while true {
                let now = clock.now
                process.setRate(rate.current, at: now)
                let due = process.due
                if let end, due >= end { break }
                let wake = min(due, now.advanced(by: Self.longestSleep))
                do {
                    // Behind its schedule it still lets others have their turn, and heeds being stopped.
                    if wake > now { try await clock.sleep(until: wake) } else { await Task.yield() }
                    try Task.checkCancellation()
                } catch {
                    break
                }
                guard wake == due else { continue }
                process.advance(using: &generator)
                metrics.scheduled()
                guard inFlight.enter(limit: maxInFlight) else { continue }
                metrics.sent()
                let trace = TraceContext.start(using: &generator)
                group.addTask {
                    await send(trace, due: due, to: addresses.inTurn())
                    inFlight.leave()
                }
            }
        }
    }

    /// Sends one request, the beginning of a trace of its own.
    private func send(_ trace: TraceContext, due: EventLoopClock.Instant, to addresses: [SocketAddress]) async {
        let outcome: LoadOutcome
        var status: HTTPStatus?
        var failure: HTTPClientError?
        if !addresses.isEmpty {
            var request = HTTPRequest(method: .get, target: target.url.target)
            request.fields[.host] = target.url.authority
            request.fields.append(.traceparent, trace.traceparent)
            do throws(HTTPClientError) {
                let response = try await client.send(
                    request,
                    toFirstOf: addresses,
                    deadline: due.advanced(by: timeout)
                )
                outcome = LoadOutcome(response)
                status = response.status
            } catch {
                // Stopping is no answer of the target's.
                if error.kind == .cancelled { return }
                outcome = LoadOutcome(error)
                failure = error
            }
        } else {
            outcome = .error
        }
        let duration = due.duration(to: .now)
        metrics.ended(outcome, seconds: duration.inSeconds, trace: trace.reference)
        log(trace, outcome, status, failure, duration)
    }

    /// A line for every user who got nothing of use, and at level debug for all others: what `load_requests_total` counts.
    private func log(
        _ trace: TraceContext,
        _ outcome: LoadOutcome,
        _ status: HTTPStatus?,
        _ failure: HTTPClientError?,
        _ duration: Duration
    ) {
        let level: LogLevel = outcome == .error || outcome == .timeout ? .info : .debug
        logger.log(level, event: "load.request", "a request of the load ended") { fields in
            trace.setIDs(&fields)
            fields.set("target", target.name)
            fields.set("outcome", outcome.rawValue)
            if let status { fields.set("status", status.code) }
            fields.set("duration_ms", duration.roundedMilliseconds)
            if let failure {
                fields.set("error_type", failure.type)
                fields.set("error", failure.description)
            } else if status == nil {
                fields.set("error_type", "no_address")
            }
        }
    }

    private func keepLookingUp() async {
        guard SocketAddress(ip: target.url.host, port: 0) == nil else { return }
        do {
            while true {
                try await clock.sleep(until: .now.advanced(by: Self.refresh))
                await lookUp()
            }
        } catch {}
    }

    private func lookUp() async {
        switch await resolver.resolve(target.url.host, port: UInt16(target.url.port)) {
        case .success(let found):
            addresses.resolved(found)
        case .failure(let error):
            // One line when it begins, not one per lookup; the last addresses are used on.
            guard addresses.lookupFailed() else { return }
            logger.warn(event: "dns.failed", "a target's name could not be looked up") { fields in
                fields.set("target", target.name)
                fields.set("host", target.url.host)
                fields.set("error", error.description)
            }
        }
    }
}

/// How many requests are under way. Thread-safe.
private final class InFlight: Sendable {
    private let count = Atomic<Int>(0)

    func enter(limit: Int) -> Bool {
        if count.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        leave()
        return false
    }

    func leave() { count.wrappingSubtract(1, ordering: .relaxed) }
}
