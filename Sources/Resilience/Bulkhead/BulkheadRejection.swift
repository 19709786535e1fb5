/// Why a bulkhead did not let a call through. The raw value is bounded and serves as a label.
public enum BulkheadRejection: String, Error, Sendable, CaseIterable {
    /// Every place is taken, and this bulkhead has no queue.
    case full
    /// Every place is taken, and so is every place in the queue.
    case queueFull = "queue_full"
    /// The call's deadline, or the longest wait, came while it waited.
    case deadline
    /// The caller went away while it waited: nobody's fault, and no sign of overload.
    case cancelled
}

/// Why ``Bulkhead/run(until:_:)`` has no value to return.
public enum BulkheadCallError<Failure: Error>: Error {
    /// The call was not made.
    case rejected(BulkheadRejection)
    /// The call was made and failed.
    case failed(Failure)
}

extension BulkheadCallError: Sendable where Failure: Sendable {}

/// How many calls a bulkhead has turned away since it was made, by reason. A few integers: copying it allocates nothing.
public struct BulkheadRejections: Sendable, Hashable {
    private var full = 0
    private var queueFull = 0
    private var deadline = 0
    private var cancelled = 0

    init() {}

    /// The calls turned away for this reason.
    public internal(set) subscript(reason: BulkheadRejection) -> Int {
        get {
            switch reason {
            case .full: full
            case .queueFull: queueFull
            case .deadline: deadline
            case .cancelled: cancelled
            }
        }
        set {
            switch reason {
            case .full: full = newValue
            case .queueFull: queueFull = newValue
            case .deadline: deadline = newValue
            case .cancelled: cancelled = newValue
            }
        }
    }
}

/// What can be seen of a bulkhead at one moment.
public struct BulkheadSnapshot: Sendable, Hashable {
    /// Calls it lets through at once.
    public let capacity: Int
    /// Calls in flight; above ``capacity`` only after that was lowered, by calls that were in flight already.
    public let inFlight: Int
    /// Calls that wait.
    public let queued: Int
    /// Calls turned away so far.
    public let rejections: BulkheadRejections

    /// Whether a call could have had a place at once.
    public var hasPlace: Bool { inFlight < capacity }

    /// Whether at most half of the places are taken, so that a hedge may have one: hedges are for a client with room to
    /// spare, and no first attempt is to be refused for one.
    public var hasRoomForHedge: Bool { inFlight * 2 <= capacity }
}
