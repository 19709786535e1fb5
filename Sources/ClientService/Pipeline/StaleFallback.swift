import EventLoop
import HTTPCore
import Resilience

/// The outermost layer: keeps the last good answers, and serves one where the call ends in anything but an answer.
///
/// Source: RFC 5861 section 4 (stale-if-error). Thread-safe.
struct StaleFallback: Sendable {
    private let cache: LastGoodCache<String, Content, EventLoopClock>
    private let maxAge: Duration
    private let metrics: ResponseMetrics

    /// How many targets are remembered; the one used longest ago goes first.
    private static let capacity = 256

    init(maxAge: Duration, clock: EventLoopClock, metrics: ResponseMetrics) {
        cache = LastGoodCache(capacity: Self.capacity, clock: clock)
        self.maxAge = maxAge
        self.metrics = metrics
    }

    /// Remembers a good answer; any other is passed over.
    func remember(_ content: Content, _ status: HTTPStatus, for target: String) {
        guard status == .ok else { return }
        cache.store(content, for: target)
        metrics.stored()
    }

    /// The last good answer, if it is not too old.
    func lastGood(for target: String) -> (content: Content, age: Duration)? {
        let found = cache.lookup(target, maxAge: maxAge)
        metrics.lookedUp(age: found?.age)
        return found.map { ($0.value, $0.age) }
    }
}
