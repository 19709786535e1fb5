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
            case .good, .error: .error
            case .shed, .unavailable: .unavailable
            case .timedOut: .timedOut
            case .refused: .refused
            case .reset: .reset
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

    /// What the call breaker makes of it, as the client's CallPipeline has it for HTTP.
    /// - Parameters:
    ///   - hadTime: whether the caller gave the backend at least half an attempt's time.
    ///   - mode: a backend that sheds lives, and mode full knows.
    func callOutcome(hadTime: Bool, _ mode: ClientMode) -> CallOutcome {
        if isCancellation { return .cancelled }
        switch self {
        case .attempt(.shed) where mode == .full: return .ignored
        case .bulkhead, .throttled: return .ignored
        case .deadline where !hadTime, .attempt(.timedOut) where !hadTime: return .ignored
        default: return .failure
        }
    }
}
