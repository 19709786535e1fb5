/// What the outcome of a call is worth to a ``StaleFallback``.
public enum OutcomeWorth<Value: Sendable>: Sendable {
    /// An answer worth keeping.
    case good(Value)
    /// To be handed on as it is and not kept: a client error, a cancelled call.
    case final
    /// To be handed on as it is, and an earlier answer is to be forgotten: what was asked for is no longer there.
    case gone
    /// An earlier good answer would be better.
    case failed
}

/// What a caller of ``StaleFallback`` gets.
public enum StaleFallbackAnswer<Value: Sendable, Outcome: Sendable>: Sendable {
    /// What the call came to.
    case called(Outcome)
    /// An earlier answer, its age, and why there is no newer one.
    case stale(Value, age: Duration, StaleReason<Outcome>)
}

/// Why an earlier answer was served.
public enum StaleReason<Outcome: Sendable>: Sendable {
    /// The call came to this.
    case failed(Outcome)
    /// The call takes longer than the soft timeout, and goes on.
    case softTimeout
    /// No call was made for this caller: the answer is recent enough, or being refreshed.
    case unasked
}

/// What an observer of ``StaleFallback`` is told.
public enum StaleFallbackEvent: Sendable, Hashable {
    /// A good answer was kept.
    case stored
    /// An earlier answer was found, of this age.
    case hit(age: Duration)
    /// None was found that is not too old.
    case miss
    /// The soft timeout passed before the call came to anything.
    case softTimeout
    /// A call in the background began.
    case refreshBegan
    /// A call in the background ended; whether it brought a good answer.
    case refreshEnded(isGood: Bool)
}

/// A cache that outlives the process or is shared by several, behind a ``StaleFallback``'s own.
///
/// Neither may ever cost a request more than it is worth: loading answers nil where the store is down, slow or holds
/// what makes no sense, and storing returns at once.
public protocol SharedAnswers<Key, Value>: Sendable {
    /// What answers are known by.
    associatedtype Key: Hashable & Sendable
    /// An answer.
    associatedtype Value: Sendable

    /// An earlier answer and its age; nil if there is none that can be had in time.
    func load(_ key: Key) async -> (value: Value, age: Duration)?
    /// Keeps an answer of now, sooner or later.
    func store(_ value: Value, for key: Key)
    /// Forgets an answer, sooner or later.
    func remove(_ key: Key)
}

/// What a call of ``StaleFallback`` is made for.
public enum CallPurpose: Sendable, Hashable {
    /// A caller waits for it, for as long as that caller has time.
    case caller
    /// A refresh that nobody waits for: the time that its caller had is none of its business.
    case refresh
}
