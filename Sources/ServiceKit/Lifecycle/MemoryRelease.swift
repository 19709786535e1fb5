import EventLoop
import Posix
import StructuredLogging

/// Tells when so many connections have gone that giving their memory back is worth the work. A pure value.
struct ConnectionEbb: Sendable {
    /// Some ten megabytes' worth: fewer are soon needed again.
    static let threshold = 1000

    private var peak = 0
    private var last = 0

    init() {}

    /// Takes note of how many connections are open. True if at least the threshold has gone since there were most, and
    /// they have stopped leaving; then it begins anew.
    mutating func observe(_ connections: Int) -> Bool {
        defer { last = connections }
        peak = max(peak, connections)
        guard connections >= last, peak - connections >= Self.threshold else { return false }
        peak = connections
        return true
    }
}

/// Gives the memory of a crowd of connections back to the system once the crowd has gone, so that one bad minute does
/// not weigh on a container's limit for ever.
struct MemoryRelease: Sendable {
    let metrics: HTTPServerMetrics
    let logger: Logger

    private static let interval: Duration = .seconds(1)

    /// Watches until its task is cancelled.
    func run(on loop: EventLoop) async {
        var ebb = ConnectionEbb()
        do {
            while true {
                try await loop.sleep(until: .now.advanced(by: Self.interval))
                if ebb.observe(metrics.openConnections) { release() }
            }
        } catch {}
    }

    private func release() {
        let logger = logger
        do throws(Errno) {
            try Thread(name: "memory-release") {
                let start = EventLoopClock.Instant.now
                UnusedMemory.release()
                let duration = start.duration(to: .now)
                logger.debug(event: "memory.released", "unused memory went back to the system") {
                    $0.set("duration_ms", duration.roundedMilliseconds)
                }
            }.detach()
        } catch {
            // It stays where it is, to be used again.
            logger.debug(event: "memory.kept", "no thread to give memory back") { $0.set("error", error.description) }
        }
    }
}
