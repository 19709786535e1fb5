import Resilience

/// Why a call failed: the last real error.
enum CallFailure: Sendable, Hashable {
    /// An attempt ended so.
    case attempt(AttemptEnding)
    /// No endpoint admitted it.
    case noEndpoint
    /// Its time was over.
    case deadline
    /// The client's own limit had no place.
    case bulkhead(BulkheadRejection)
    /// The throttle did not let it through.
    case throttled
    /// The call breaker did not let it through.
    case breaker

    var isCancellation: Bool { self == .attempt(.cancelled) || self == .bulkhead(.cancelled) }

    /// Whether nothing was asked of the backend, so that an earlier failure tells more.
    var isRefusal: Bool {
        switch self {
        case .noEndpoint, .throttled, .breaker: true
        case .bulkhead(let reason): reason == .full || reason == .queueFull
        case .attempt, .deadline: false
        }
    }

    /// How the caller's result is counted.
    var result: CallEnding {
        switch self {
        case .attempt(let ending):
            switch ending {
            case .answered, .error, .gateway, .local: .error
            case .shedding, .unavailable, .tooMany: .unavailable
            case .timedOut, .unreachable: .timedOut
            case .refused: .refused
            case .broken: .reset
            case .cancelled: .cancelled
            }
        case .noEndpoint: .noEndpoint
        case .deadline: .deadline
        case .bulkhead(.cancelled): .cancelled
        case .bulkhead: .bulkhead
        case .throttled: .throttled
        case .breaker: .breaker
        }
    }

    /// What the call breaker makes of it, as in the client's CallPipeline.
    /// - Parameters:
    ///   - hadTime: whether the caller gave the backend at least half an attempt's time.
    ///   - mode: a backend that sheds lives, and mode full knows.
    func callOutcome(hadTime: Bool, _ mode: ClientMode) -> CallOutcome {
        if isCancellation { return .cancelled }
        return switch self {
        case .attempt(let ending): ending.callOutcome(hadTime: hadTime, sparesShedding: mode == .full)
        case .bulkhead, .throttled: .ignored
        case .deadline: hadTime ? .failure : .ignored
        case .noEndpoint, .breaker: .failure
        }
    }
}
