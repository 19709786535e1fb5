import EventLoop
import Posix
import Redis
import Resilience
import ServiceKit
import StructuredLogging
import Synchronization

/// Last good answers in Redis, so that a client that has just started has something to serve as well.
///
/// It costs no request anything while Redis is well, since answers are written behind, the newest of each target, and
/// read only where a call has failed and this process knows nothing itself. While Redis is down or slow it costs
/// `REDIS_TIMEOUT` until its breaker opens, and then nothing. What Redis holds that makes no sense is a miss.
/// Thread-safe.
final class SharedCache: SharedAnswers, Sendable {
    private let client: RedisClient
    private let breaker: CircuitBreaker<EventLoopClock>
    private let timeout: Duration
    private let expiry: Duration
    private let clock: EventLoopClock
    private let metrics: CacheMetrics
    /// What is to be written; nil removes.
    private let pending = Mutex<[String: SharedEntry?]>([:])

    /// How often the newest answers are written.
    private static let writeInterval: Duration = .milliseconds(200)
    /// Redis is shared, the names of keys are too.
    private static let prefix = "holdfast:last-good:"

    /// - Parameter expiry: how long Redis keeps an answer.
    init(
        client: RedisClient,
        breaker: CircuitBreaker<EventLoopClock>,
        timeout: Duration,
        expiry: Duration,
        clock: EventLoopClock,
        metrics: CacheMetrics
    ) {
        self.client = client
        self.breaker = breaker
        self.timeout = timeout
        self.expiry = max(.milliseconds(1), expiry)
        self.clock = clock
        self.metrics = metrics
    }

    // MARK: SharedAnswers

    func load(_ target: String) async -> (value: Content, age: Duration)? {
        guard case .admitted(let permit) = breaker.admit() else { return nil }
        do throws(RedisError) {
            let deadline = EventLoopClock.Instant.now.advanced(by: timeout)
            let bytes = try await client.get(Self.prefix + target, deadline: deadline)
            breaker.settle(permit, .success)
            let entry = bytes.flatMap(SharedEntry.init(parsing:))
            metrics.count(entry == nil ? .redisMiss : .redisHit)
            return entry.map { ($0.content, $0.age(at: SharedEntry.now)) }
        } catch {
            let isNonsense = Self.isNonsense(error)
            breaker.settle(permit, isNonsense ? .success : Self.outcome(error))
            metrics.count(isNonsense ? .redisMiss : .getFailed(error))
            return nil
        }
    }

    /// At most as many targets wait as the client remembers; there are rarely more than the few that changed since the
    /// last round.
    func store(_ content: Content, for target: String) {
        note(SharedEntry(content: content, storedAt: SharedEntry.now), for: target)
    }

    func remove(_ target: String) { note(nil, for: target) }

    private func note(_ entry: SharedEntry?, for target: String) {
        pending.withLock { pending in
            guard pending.count < DataSource.capacity || pending[target] != nil else { return }
            pending[target] = .some(entry)
        }
    }

    // MARK: Writing behind

    /// Writes what has come since the last round, again and again until its task is cancelled.
    func run() async {
        do {
            while true {
                try await clock.sleep(until: .now.advanced(by: Self.writeInterval))
                let entries = pending.withLock { pending in
                    defer { pending = [:] }
                    return pending
                }
                for (target, entry) in entries { await write(entry, for: target) }
            }
        } catch {
            await client.close()
        }
    }

    /// What is removed is written over with nothing, for the shortest time: one command is enough for both.
    private func write(_ entry: SharedEntry?, for target: String) async {
        guard case .admitted(let permit) = breaker.admit() else { return }
        do throws(RedisError) {
            let deadline = EventLoopClock.Instant.now.advanced(by: timeout)
            try await client.set(
                Self.prefix + target,
                entry?.bytes ?? [],
                expiry: entry == nil ? .milliseconds(1) : expiry,
                deadline: deadline
            )
            breaker.settle(permit, .success)
            metrics.count(.redisStored)
        } catch {
            breaker.settle(permit, Self.outcome(error))
            metrics.count(.setFailed(error))
        }
    }

    /// Whether Redis is well, and what it holds under this key is not: of another type, or longer than any answer.
    private static func isNonsense(_ error: RedisError) -> Bool {
        switch error.kind {
        case .server(let text): text.hasPrefix("WRONGTYPE")
        case .malformedReply(let error): error == .bulkTooLong
        default: false
        }
    }

    private static func outcome(_ error: RedisError) -> CallOutcome {
        switch error.kind {
        case .cancelled: .cancelled
        // Our own limit, and nothing of Redis's.
        case .valueTooLong: .ignored
        default: .failure
        }
    }
}
