import Synchronization

/// Work that other threads leave for a loop: a lock-free stack with many pushers and one taker, who takes all at once
/// and turns it round, so that each pusher's order is kept.
///
/// Source: Treiber, "Systems Programming: Coping with Parallelism", IBM RJ 5118, 1986. Taking everything with one
/// exchange rules out the ABA problem.
struct Inbox: ~Copyable, Sendable {
    // @unchecked: a node is written before it is published by a releasing exchange, and read after an acquiring one.
    private final class Node: @unchecked Sendable {
        let work: EventLoop.Work
        var next: Unmanaged<Node>?
        init(_ work: EventLoop.Work) { self.work = work }
    }

    private let head = Atomic<Unmanaged<Node>?>(nil)

    deinit { _ = takeAll() }

    /// Adds work; true if there was none before, which is when the taker must be woken.
    func push(_ work: EventLoop.Work) -> Bool {
        let node = Node(work)
        let reference = Unmanaged.passRetained(node)
        var expected = head.load(ordering: .relaxed)
        while true {
            node.next = expected
            let (exchanged, original) = head.weakCompareExchange(
                expected: expected,
                desired: reference,
                successOrdering: .releasing,
                failureOrdering: .relaxed
            )
            if exchanged { return expected == nil }
            expected = original
        }
    }

    /// Takes all there is, oldest first.
    func takeAll() -> [EventLoop.Work] {
        guard head.load(ordering: .relaxed) != nil else { return [] }
        var taken: [EventLoop.Work] = []
        var next = head.exchange(nil, ordering: .acquiring)
        while let reference = next {
            let node = reference.takeRetainedValue()
            taken.append(node.work)
            next = node.next
        }
        taken.reverse()
        return taken
    }
}
