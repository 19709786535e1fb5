import Synchronization

/// How many connections may be open, over all loops. Thread-safe.
final class ConnectionBudget: Sendable {
    private let limit: Int
    private let open = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// Takes a place; false if all are taken.
    func take() -> Bool {
        if open.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        giveBack()
        return false
    }

    func giveBack() { open.wrappingSubtract(1, ordering: .relaxed) }
}
