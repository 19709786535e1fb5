import Resilience

/// One attempt at one endpoint. It is used again for another when it has ended.
final class Attempt {
    let index: Int32
    /// Tells the events of this attempt from those of others that had its place before.
    var tag: UInt32 = 0
    var isUnderWay = false
    var call: Int32 = 0
    var endpoint = 0
    /// 1 for the first, 2 for its hedge.
    var number = 1
    var kind = AttemptKind.initial
    var began: Int64 = 0
    var end: Int64 = 0
    /// Whether the end is planned as an event: only where the answer may come too late.
    var hasTimer = false
    /// The endpoint's, with its breaker's permit.
    var choice: Choice<Int, VirtualClock>?
    /// Which stay in its status the endpoint's breaker was at when it gave the permit out, for the audit.
    var permitEpoch = 0

    init(index: Int32) { self.index = index }
}
