import Synchronization

/// Counts connections that a server has taken. Thread-safe.
final class Opened: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { value.load(ordering: .sequentiallyConsistent) }

    func increment() { value.wrappingAdd(1, ordering: .sequentiallyConsistent) }
}
