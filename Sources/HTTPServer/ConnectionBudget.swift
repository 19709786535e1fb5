import Synchronization

/// How many connections may be open, and how many may be told that there is no place, over all loops. Thread-safe.
final class ConnectionBudget: Sendable {
    private let limit: Int
    private let open = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)

    /// Descriptors that refusals may hold at once: peers that do not leave must not use up what `limit` keeps free.
    private static let refusalLimit = 32

    init(limit: Int) { self.limit = limit }

    /// Takes a place; false if all are taken.
    func take() -> Bool {
        if open.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        giveBack()
        return false
    }

    func giveBack() { open.wrappingSubtract(1, ordering: .relaxed) }

    /// Whether one more connection may be kept for as long as it takes to refuse it; then call ``refusalEnded()``.
    func beginRefusal() -> Bool {
        if refused.wrappingAdd(1, ordering: .relaxed).newValue <= Self.refusalLimit { return true }
        refusalEnded()
        return false
    }

    func refusalEnded() { refused.wrappingSubtract(1, ordering: .relaxed) }
}
