/// Bounds the calls in flight to a dependency, or into a server, so that what is slow cannot take everything with it.
///
/// A ``BulkheadState`` behind a lock, with a clock that is read only by calls that have to wait. Thread-safe. Admitting
/// and rejecting allocate nothing. Waiting is fair, ends with the caller's deadline, and with its cancellation at once.
///
///     do {
///         let permit = try await bulkhead.acquire(until: deadline)
///         let response = await call()
///         permit.release()
///     } catch { … }       // a BulkheadRejection: full, queueFull, deadline or cancelled
public final class Bulkhead<C: Clock>: Sendable where C.Duration == Duration {
    /// Name under which the bulkhead reports.
    public let name: String

    @usableFromInline let core: BulkheadCore
    private let clock: C
    private let onWait: @Sendable (Duration) -> Void

    /// Makes a bulkhead without calls.
    /// - Parameters:
    ///   - name: a fixed, configured name; it becomes a label value.
    ///   - configuration: taken as valid; see ``BulkheadConfiguration/validate()``.
    ///   - clock: a monotonic clock.
    ///   - onWait: receives how long a call stood in the queue, however its wait ended; it should be quick.
    public init(
        name: String,
        configuration: BulkheadConfiguration = BulkheadConfiguration(),
        clock: C,
        onWait: @escaping @Sendable (Duration) -> Void = { _ in }
    ) {
        self.name = name
        self.clock = clock
        self.onWait = onWait
        core = BulkheadCore(configuration)
    }

    /// A place if one is free now; nil, which counts as no rejection, if not.
    @inlinable
    public func tryAcquire() -> BulkheadPermit? { core.admit() ? BulkheadPermit(core) : nil }

    /// A place, now or after waiting for one.
    ///
    /// A caller that finds a place free gets it without a look at the clock, even if its deadline has passed.
    ///
    /// - Parameter deadline: when to stop waiting; nil to wait for as long as the configuration allows.
    /// - Throws: ``BulkheadRejection``.
    @inlinable
    public func acquire(until deadline: C.Instant? = nil) async throws(BulkheadRejection) -> BulkheadPermit {
        switch core.arrive() {
        case .admitted: return BulkheadPermit(core)
        case .rejected(let reason): throw reason
        case .queued(let turn, let ticket): return try await wait(for: turn, ticket, until: deadline)
        }
    }

    /// Makes one call with a place of its own.
    ///
    /// - Parameters:
    ///   - deadline: when to stop waiting for the place.
    ///   - operation: the call.
    /// - Throws: ``BulkheadCallError``.
    @inlinable
    public func run<Value, Failure: Error>(
        until deadline: C.Instant? = nil,
        _ operation: () async throws(Failure) -> Value
    ) async throws(BulkheadCallError<Failure>) -> Value {
        let permit: BulkheadPermit
        do throws(BulkheadRejection) {
            permit = try await acquire(until: deadline)
        } catch {
            throw .rejected(error)
        }
        do throws(Failure) {
            let value = try await operation()
            permit.release()
            return value
        } catch {
            throw .failed(error)
        }
    }

    /// Changes the limits while calls are in flight and waiting; the configuration is taken as valid.
    ///
    /// Growing lets in at once whoever has waited longest. Shrinking ends no call in flight and sends nobody out of the
    /// queue; new calls get in again when fewer than the new limit are in flight. Waits under way keep their old end.
    public func reconfigure(_ configuration: BulkheadConfiguration) { core.reconfigure { $0 = configuration } }

    /// Everything that can be seen of the bulkhead now.
    public func snapshot() -> BulkheadSnapshot { core.snapshot }

    @usableFromInline
    func wait(
        for turn: Turn,
        _ ticket: WaitTicket,
        until deadline: C.Instant?
    ) async throws(BulkheadRejection) -> BulkheadPermit {
        let begin = clock.now
        let limit = earlier(deadline, core.maxWait.map { begin.advanced(by: $0) })
        let verdict = await withTaskCancellationHandler {
            guard let limit else { return await turn.decided() }
            // Ends with this scope: when the turn is decided the alarm is cancelled.
            async let _ = expire(ticket, at: limit)
            return await turn.decided()
        } onCancel: {
            core.abandon(ticket, .cancelled)
        }
        let end = clock.now
        onWait(begin.duration(to: end))
        switch verdict {
        case .rejected(let reason):
            throw reason
        case .granted:
            let permit = BulkheadPermit(core)
            // The turn may come in the same moment as the deadline, ahead of the alarm.
            if let limit, limit <= end {
                core.reject(.deadline)
                throw .deadline
            }
            return permit
        }
    }

    private func expire(_ ticket: WaitTicket, at limit: C.Instant) async {
        do {
            try await clock.sleep(until: limit, tolerance: nil)
            core.abandon(ticket, .deadline)
        } catch {
            // Cancelled: the turn came first.
        }
    }

    private func earlier(_ left: C.Instant?, _ right: C.Instant?) -> C.Instant? {
        guard let left, let right else { return left ?? right }
        return min(left, right)
    }
}
