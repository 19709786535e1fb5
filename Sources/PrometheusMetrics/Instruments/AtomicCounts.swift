import Synchronization

/// A fixed row of counters that start at 0, for the buckets of a histogram.
///
/// `@unchecked Sendable` holds because the pointer never changes after `init`, the memory behind it is reached only
/// through atomic operations, and it is freed by `deinit`, which runs when no other thread can hold a reference (the
/// type is not copyable).
struct AtomicCounts: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutablePointer<Atomic<Int>>
    let count: Int

    init(count: Int) {
        base = .allocate(capacity: count)
        for index in 0..<count { (base + index).initialize(to: Atomic(0)) }
        self.count = count
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    func increment(_ index: Int) {
        precondition(index >= 0 && index < count, "bucket index out of range")
        base[index].wrappingAdd(1, ordering: .relaxed)
    }

    func load(_ index: Int) -> Int {
        precondition(index >= 0 && index < count, "bucket index out of range")
        return base[index].load(ordering: .relaxed)
    }
}
