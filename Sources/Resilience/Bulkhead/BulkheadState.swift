/// A limit on calls in flight with a bounded queue before it, as a pure value.
///
/// First come, first served: a place that becomes free passes straight to whoever has waited longest, so nobody who
/// arrives later can take it, and while anybody waits no place is free. The state knows no clock and wakes nobody: it
/// says which `Waiter` has its turn, and the caller wakes it.
///
/// Source: Nygard, *Release It!*, 2nd ed., ch. 5, "Bulkheads".
public struct BulkheadState<Waiter: Sendable>: Sendable {
    /// What becomes of a call that arrives.
    public enum Arrival: Sendable {
        /// It has a place; end it with ``BulkheadState/release()``.
        case admitted
        /// This waiter stands in the queue, and can leave it with the ticket.
        case queued(Waiter, WaitTicket)
        /// There is no place, not even to wait. ``BulkheadRejection/full`` or ``BulkheadRejection/queueFull``.
        case rejected(BulkheadRejection)
    }

    /// What it was made with, or last changed to.
    public private(set) var configuration: BulkheadConfiguration
    @usableFromInline var queue = WaitList<Waiter>()
    @usableFromInline var places = 0

    /// Calls in flight. Above the limit only after the limit was lowered, by calls that were in flight already.
    @inlinable
    public var inFlight: Int { places }
    /// Calls turned away so far.
    public private(set) var rejections = BulkheadRejections()

    /// A bulkhead without calls. The configuration is taken as valid.
    public init(_ configuration: BulkheadConfiguration) {
        self.configuration = configuration
    }

    /// Calls that wait. Above the queue's limit only after that was lowered, by calls that were waiting already.
    public var queued: Int { queue.count }

    /// Takes a place if one is free; false changes nothing.
    @inlinable
    public mutating func admit() -> Bool {
        guard places < configuration.maxConcurrent else { return false }
        places += 1
        return true
    }

    /// A call arrives: it gets a place, else waits, else is rejected. The waiter is made only if it has to wait.
    @inlinable
    public mutating func arrive(_ waiter: @autoclosure () -> Waiter) -> Arrival {
        admit() ? .admitted : queueUp(waiter)
    }

    @usableFromInline
    mutating func queueUp(_ waiter: () -> Waiter) -> Arrival {
        guard queue.count < configuration.maxQueue else {
            let reason: BulkheadRejection = configuration.maxQueue == 0 ? .full : .queueFull
            reject(reason)
            return .rejected(reason)
        }
        let waiter = waiter()
        return .queued(waiter, queue.append(waiter))
    }

    /// A call in flight has ended. Returns whose turn it is now: its place is taken already. Nil if nobody waits, or if
    /// the limit was lowered and more calls than it allows are still in flight.
    @inlinable
    public mutating func release() -> Waiter? {
        if queue.count > 0, places <= configuration.maxConcurrent, let next = queue.popFirst() { return next }
        places -= 1
        return nil
    }

    /// A call leaves the queue before its turn. Returns who left; nil if it had its turn, or has left, already.
    public mutating func abandon(_ ticket: WaitTicket, _ reason: BulkheadRejection) -> Waiter? {
        guard let waiter = queue.remove(ticket) else { return nil }
        reject(reason)
        return waiter
    }

    /// Changes the limits while calls are in flight and waiting.
    ///
    /// A higher limit lets in whoever has waited longest, at once. A lower one ends nothing: calls in flight go on, and
    /// their places are not passed on until no more than the new limit are left. Nobody is sent out of the queue either.
    /// The configuration is taken as valid.
    ///
    /// - Returns: whose turn it is now, in the order in which they came; their places are taken already.
    public mutating func reconfigure(_ configuration: BulkheadConfiguration) -> [Waiter] {
        self.configuration = configuration
        var admitted: [Waiter] = []
        while inFlight < configuration.maxConcurrent, let next = queue.popFirst() {
            places += 1
            admitted.append(next)
        }
        return admitted
    }

    /// Counts a call that was turned away outside.
    mutating func reject(_ reason: BulkheadRejection) { rejections[reason] += 1 }

    /// What can be seen of it now.
    public var snapshot: BulkheadSnapshot {
        BulkheadSnapshot(
            capacity: configuration.maxConcurrent,
            inFlight: inFlight,
            queued: queued,
            rejections: rejections
        )
    }
}
