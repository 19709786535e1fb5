/// Where an answer came from. The raw values serve as a label.
public enum AnswerSource: String, Sendable, CaseIterable {
    /// From the dependency, by this call.
    case fresh
    /// From the dependency, by an earlier call: the last good answer.
    case stale
    /// A substitute that never came from the dependency.
    case fallback
}

/// A value and where it came from, so that a substitute is never taken for a success of the dependency.
public struct Answer<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// Where it came from.
    public let source: AnswerSource
    /// How old a stale value is; nil for any other.
    public let age: Duration?
    /// Why there is no fresh value; nil if there is, or if nobody waited for it.
    public let failure: PolicyError?

    init(fresh value: Value) {
        self.value = value
        source = .fresh
        age = nil
        failure = nil
    }

    init(_ source: AnswerSource, _ value: Value, age: Duration? = nil, insteadOf failure: PolicyError?) {
        self.value = value
        self.source = source
        self.age = age
        self.failure = failure
    }
}

extension PolicyError {
    /// Whether something else may be served instead: not to a caller that went away, and not where the failure is the
    /// dependency's good answer, such as a 404.
    var mayBeSubstituted: Bool {
        switch callOutcome {
        case .failure, .ignored: true
        case .success, .cancelled: false
        }
    }
}
