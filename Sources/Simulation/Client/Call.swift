import Resilience

/// One call on its way. It is used again for another when it has ended.
final class Call {
    /// What the call does now.
    enum Phase {
        case ended
        /// It waits for a place in the bulkhead.
        case queued
        /// An attempt is under way, or two.
        case attempting
        /// It waits for its next attempt.
        case backingOff
    }

    let index: Int32
    /// Tells the events of this call from those of others that had its place before.
    var tag: UInt32 = 0
    var phase = Phase.ended

    var client: Int32 = 0
    var target = 0
    var began: Int64 = 0
    var deadline = VirtualInstant.start
    var isRefresh = false
    /// Whether the caller has been served, and the call goes on.
    var isServed = false
    /// Whether it has a place among the calls that outlive their soft timeout.
    var isOutliving = false

    /// The call breaker's.
    var permit: Permit?
    var hasPermit = false
    /// Which stay in its status the breaker was at when it gave the permit out, for the audit.
    var permitEpoch = 0
    var hadTime = true
    var retry = RetryState<VirtualInstant>(RetryPolicy(), deadline: nil)
    var lastFailure: CallFailure?
    var wasSlow = false

    /// Whether it has a place in the bulkhead, and what it gave up its wait with.
    var hasPlace = false
    var ticket: WaitTicket?
    var waitEnd: Int64 = 0

    // The attempt under way.
    var attemptBegan: Int64 = 0
    var attemptEnd: Int64 = 0
    var attemptLimit: Int64 = 0
    var hedge = HedgeState<AttemptReport>()
    var hedgeDue: Int64 = 0
    var hedgeHasPlace = false
    /// The first attempt and its hedge; -1 where there is none.
    var first: Int32 = -1
    var second: Int32 = -1
    /// The endpoints that the attempt and its hedge have gone to.
    var tried: [Int] = []

    init(index: Int32) { self.index = index }
}

/// How an attempt ended, and what that takes to judge.
struct AttemptReport {
    var ending: AttemptEnding
    var duration: Int64
    var retryAfter: Duration
}
