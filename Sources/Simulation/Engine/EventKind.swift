/// The kinds of events, in the lowest byte of an event's order.
enum EventKind: UInt8 {
    /// A client's next call begins.
    case arrival
    /// A caller goes away. Index and tag are the call's, as in all that follow up to `attemptTimeout`.
    case patienceOver
    case softTimeout
    case waitOver
    case retryDue
    case hedgeDue
    /// An attempt has had its time. Index and tag are the attempt's.
    case attemptTimeout
    /// A request reaches its endpoint. Index and tag are the work's, as in the next two.
    case requestThere
    case workDone
    case answerThere
    /// Something of a client's patterns is due.
    case policyTimer
    /// A client looks whom to probe.
    case probeTick
    /// A probe has ended. Index is the client; the tag has the endpoint, and in its two lowest bits whether the endpoint is
    /// there and whether that is a reason to ask the call breaker again.
    case probeOver
    /// The next step of the faults.
    case fault
}
