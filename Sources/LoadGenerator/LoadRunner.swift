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
        let addresses = CurrentAddresses()
        await lookUp(addresses)
        // Ends with this scope.
        async let _: Void = keepLookingUp(addresses)
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
                group.addTask {
                    await send(due: due, to: addresses.inTurn())
                    inFlight.leave()
                }
            }
        }
    }

    private func send(due: EventLoopClock.Instant, to addresses: [SocketAddress]) async {
        let outcome: LoadOutcome
        if !addresses.isEmpty {
            var request = HTTPRequest(method: .get, target: target.url.target)
            request.fields[.host] = target.url.authority
            do throws(HTTPClientError) {
                outcome = LoadOutcome(
                    try await client.send(request, toFirstOf: addresses, deadline: due.advanced(by: timeout))
                )
            } catch {
                // Stopping is no answer of the target's.
                if error.kind == .cancelled { return }
                outcome = LoadOutcome(error)
            }
        } else {
            outcome = .error
        }
        metrics.ended(outcome, seconds: due.duration(to: .now).inSeconds)
    }

    private func keepLookingUp(_ addresses: CurrentAddresses) async {
        guard SocketAddress(ip: target.url.host, port: 0) == nil else { return }
        do {
            while true {
                try await clock.sleep(until: .now.advanced(by: Self.refresh))
                await lookUp(addresses)
            }
        } catch {}
    }

    private func lookUp(_ addresses: CurrentAddresses) async {
        switch await resolver.resolve(target.url.host, port: UInt16(target.url.port)) {
        case .success(let found):
            addresses.set(found)
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

/// The addresses a target has now. Thread-safe.
private final class CurrentAddresses: Sendable {
    private let state = Mutex((addresses: [SocketAddress](), isFailing: false))

    func set(_ new: [SocketAddress]) { state.withLock { $0 = (new, false) } }

    /// Notes a failed lookup; true for the first in a row.
    func lookupFailed() -> Bool {
        state.withLock { state in
            defer { state.isFailing = true }
            return !state.isFailing
        }
    }

    /// All of them, beginning with one by chance, so that each has its share and a dead one is passed over.
    func inTurn() -> [SocketAddress] {
        let all = state.withLock { $0.addresses }
        if all.count < 2 { return all }
        let start = Int.random(in: 0..<all.count)
        return Array(all[start...] + all[..<start])
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
