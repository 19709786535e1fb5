/// Which of two attempts' answers to use, as a pure value.
public struct HedgeState<Value> {
    /// What follows an answer.
    public enum Step {
        /// The other attempt may still give a good answer.
        case wait
        /// Use this answer; so fared the hedge, if one was sent.
        case use(Value, HedgeResult?)
    }

    @usableFromInline var isHedged = false
    /// What the attempt said that failed while the other was under way.
    @usableFromInline var failed: Value?

    /// The first attempt is under way, and no hedge.
    @inlinable
    public init() {}

    /// A hedge is sent.
    @inlinable
    public mutating func hedge() { isHedged = true }

    /// An attempt has answered.
    /// - Parameters:
    ///   - value: what it said.
    ///   - number: 1 for the first attempt, 2 for the hedge.
    ///   - isGood: whether that ends the call.
    @inlinable
    public mutating func answer(_ value: Value, number: Int, isGood: Bool) -> Step {
        guard isHedged else { return .use(value, nil) }
        if isGood { return .use(value, number == 1 ? .lost : .won) }
        guard let earlier = failed else {
            failed = value
            return .wait
        }
        return .use(number == 1 ? value : earlier, .lost)
    }
}

extension HedgeState: Sendable where Value: Sendable {}
extension HedgeState.Step: Sendable where Value: Sendable {}
