import EventLoop
import ServiceKit

/// One attempt, before an endpoint is chosen for it.
struct EndpointAttempt: Sendable {
    let call: CallPipeline.Call
    /// 1 for the first.
    let number: Int
    /// How long it may take: its timeout, or what is left of the call's time.
    let limit: Duration
    /// When it ends, its hedge with it.
    let end: EventLoopClock.Instant
    /// How long it might take if the call had time without end.
    let timeout: Duration

    /// Whether the call's deadline bounds it.
    var isCutShort: Bool { limit < timeout }

    /// Whether it has at least half of its timeout.
    var hadTime: Bool { limit >= timeout / 2 }
}

/// How far a call's attempts have come.
struct AttemptProgress: Sendable {
    /// Requests sent, hedges among them.
    var sent = 0
    /// Whether one of them was slow.
    var wasSlow = false
    /// The one that ended last; nil before the first.
    var last: SentAttempt?
}
