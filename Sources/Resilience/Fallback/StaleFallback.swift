import Synchronization

/// Serves the last good answer where a new one cannot be had, or not soon enough; never as a success of the dependency.
///
/// - A call that fails is answered with the last good answer (stale-if-error).
/// - With ``StaleFallbackConfiguration/freshFor`` an answer is served again for a while without a call, and after that
///   while one call in the background refreshes it (stale-while-revalidate).
/// - With ``StaleFallbackConfiguration/softTimeout`` nobody who could have an earlier answer waits longer than that.
///
/// There is at most one refresh of a key at a time. Of the calls that outlive their soft timeout a few of each key go on
/// (``StaleFallbackConfiguration/outlivingPerKey``); the others are cancelled.
///
///     let answer = await fallback.answer(for: path, worth: { $0.isGood ? .good($0) : .failed }) { _ in await call(path) }
///
/// Thread-safe. Source: RFC 5861, sections 3 and 4.
public final class StaleFallback<Key: Hashable & Sendable, Value: Sendable, C: Clock>: Sendable
where C.Duration == Duration {
    /// Starts work that goes on by itself.
    public typealias Spawn = @Sendable (@escaping @Sendable () async -> Void) -> Task<Void, Never>

    private let cache: LastGoodCache<Key, Value, C>
    private let shared: (any SharedAnswers<Key, Value>)?
    private let clock: C
    private let rules: Mutex<StaleFallbackConfiguration>
    private let refreshing = Mutex<Set<Key>>([])
    private let outliving = Mutex(OutlivingCalls<Key>())
    private let spawn: Spawn
    private let onEvent: @Sendable (StaleFallbackEvent) -> Void

    /// Makes a fallback that knows no answers.
    /// - Parameters:
    ///   - configuration: taken as valid; see ``StaleFallbackConfiguration/validate()``.
    ///   - shared: a further cache, asked where this one knows nothing; nil for none.
    ///   - clock: a monotonic clock.
    ///   - onEvent: told of what happens; it should be quick.
    ///   - spawn: starts calls that outlive their caller. Default: a task of its own.
    public init(
        _ configuration: StaleFallbackConfiguration = StaleFallbackConfiguration(),
        shared: (any SharedAnswers<Key, Value>)? = nil,
        clock: C,
        onEvent: @escaping @Sendable (StaleFallbackEvent) -> Void = { _ in },
        spawn: @escaping Spawn = { body in Task { await body() } }
    ) {
        cache = LastGoodCache(capacity: configuration.capacity, clock: clock)
        self.shared = shared
        self.clock = clock
        rules = Mutex(configuration)
        self.spawn = spawn
        self.onEvent = onEvent
    }

    /// The rules in force. Changing the capacity has no effect.
    public var configuration: StaleFallbackConfiguration {
        get { rules.withLock { $0 } }
        set { rules.withLock { $0 = newValue } }
    }

    /// A new answer, or an earlier one.
    /// - Parameters:
    ///   - key: what answers are known by.
    ///   - worth: judges what the call came to.
    ///   - call: makes the call, and is told what for. It is cancelled with the caller, unless the caller has been served
    ///     already.
    public func answer<Outcome: Sendable>(
        for key: Key,
        worth: @escaping @Sendable (Outcome) -> OutcomeWorth<Value>,
        _ call: @escaping @Sendable (CallPurpose) async -> Outcome
    ) async -> StaleFallbackAnswer<Value, Outcome> {
        let rules = configuration
        if let freshFor = rules.freshFor, let known = lookUp(key, rules) {
            if known.age > freshFor { refresh(key, worth, call) }
            return .stale(known.value, age: known.age, .unasked)
        }
        let outcome: Outcome
        if let softTimeout = rules.softTimeout, cache.lookup(key, maxAge: rules.maxAge) != nil {
            switch await soften(key, softTimeout, rules, worth, call) {
            case .called(let ended): outcome = ended
            case .stale(let value, let age, let reason): return .stale(value, age: age, reason)
            }
        } else {
            outcome = await call(.caller)
        }
        switch worth(outcome) {
        case .good(let value):
            keep(value, for: key)
            return .called(outcome)
        case .final:
            return .called(outcome)
        case .gone:
            forget(key)
            return .called(outcome)
        case .failed:
            guard let known = await lastGood(key, rules) else { return .called(outcome) }
            return .stale(known.value, age: known.age, .failed(outcome))
        }
    }

    // MARK: Soft timeout

    private func soften<Outcome: Sendable>(
        _ key: Key,
        _ timeout: Duration,
        _ rules: StaleFallbackConfiguration,
        _ worth: @escaping @Sendable (Outcome) -> OutcomeWorth<Value>,
        _ call: @escaping @Sendable (CallPurpose) async -> Outcome
    ) async -> StaleFallbackAnswer<Value, Outcome> {
        let race = SoftRace<Outcome>()
        let task = spawn {
            let outcome = await call(.caller)
            // Where the caller has been served, nobody else will see to the answer.
            guard race.end(outcome) else { return }
            self.note(worth(outcome), for: key)
            self.outliving.withLock { $0.end(key) }
        }
        return await withTaskCancellationHandler {
            if let outcome = await firstOf(race, timeout) { return .called(outcome) }
            onEvent(.softTimeout)
            guard let known = lookUp(key, rules) else { return .called(await race.outcome()) }
            if outliving.withLock({ $0.begin(key, perKey: rules.outlivingPerKey, inAll: rules.outlivingInAll) }) {
                if let outcome = race.abandon() {
                    outliving.withLock { $0.end(key) }
                    return .called(outcome)
                }
            } else {
                task.cancel()
            }
            return .stale(known.value, age: known.age, .softTimeout)
        } onCancel: {
            task.cancel()
        }
    }

    /// What the call came to; nil if it came to nothing in time.
    private func firstOf<Outcome: Sendable>(_ race: SoftRace<Outcome>, _ timeout: Duration) async -> Outcome? {
        let limit = clock.now.advanced(by: timeout)
        // Ends with this scope: when the call has ended the alarm is cancelled.
        async let _ = expire(race, at: limit)
        return await race.outcomeOrExpiry()
    }

    private func expire<Outcome: Sendable>(_ race: SoftRace<Outcome>, at limit: C.Instant) async {
        do {
            try await clock.sleep(until: limit, tolerance: nil)
            race.expire()
        } catch {
            // Cancelled: the call has ended, or its caller has gone and the call will end.
        }
    }

    // MARK: Refreshing

    private func refresh<Outcome: Sendable>(
        _ key: Key,
        _ worth: @escaping @Sendable (Outcome) -> OutcomeWorth<Value>,
        _ call: @escaping @Sendable (CallPurpose) async -> Outcome
    ) {
        guard refreshing.withLock({ $0.insert(key).inserted }) else { return }
        onEvent(.refreshBegan)
        _ = spawn {
            let worth = worth(await call(.refresh))
            self.note(worth, for: key)
            if case .good = worth {
                self.onEvent(.refreshEnded(isGood: true))
            } else {
                self.onEvent(.refreshEnded(isGood: false))
            }
            self.refreshing.withLock { _ = $0.remove(key) }
        }
    }

    // MARK: Caches

    private func keep(_ value: Value, for key: Key) {
        cache.store(value, for: key)
        shared?.store(value, for: key)
        onEvent(.stored)
    }

    private func forget(_ key: Key) {
        cache.remove(key)
        shared?.remove(key)
    }

    /// Sees to an answer that nobody waits for.
    private func note(_ worth: OutcomeWorth<Value>, for key: Key) {
        switch worth {
        case .good(let value): keep(value, for: key)
        case .gone: forget(key)
        case .final, .failed: break
        }
    }

    private func lookUp(_ key: Key, _ rules: StaleFallbackConfiguration) -> (value: Value, age: Duration)? {
        guard let known = cache.lookup(key, maxAge: rules.maxAge) else { return nil }
        onEvent(.hit(age: known.age))
        return known
    }

    private func lastGood(_ key: Key, _ rules: StaleFallbackConfiguration) async -> (value: Value, age: Duration)? {
        if let known = lookUp(key, rules) { return known }
        onEvent(.miss)
        guard let shared, let found = await shared.load(key), found.age <= rules.maxAge else { return nil }
        cache.store(found.value, for: key, age: found.age)
        onEvent(.hit(age: found.age))
        return found
    }
}
