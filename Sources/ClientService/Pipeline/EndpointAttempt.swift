import EventLoop
import HTTPClient
import HTTPCore
import Resilience
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

    /// An attempt that the call's deadline cut to less than half says nothing about the endpoint.
    func endpointOutcome(_ result: Result<HTTPResponse, HTTPClientError>) -> CallOutcome {
        if case .failure(let error) = result, error.kind == .timedOut, limit < timeout / 2 { return .ignored }
        return AttemptClassifier.endpointOutcome(result)
    }
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
