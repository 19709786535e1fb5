import CLinux
import Glibc
import Synchronization

/// How many times this process asked the C library for memory; Swift's runtime does so for all that it allocates.
///
/// This program defines `malloc` and its kin itself (malloc(3) and "Replacing malloc" in the C library's manual allow
/// it), and every library of the process comes here. Counting allocates nothing.
enum AllocationCounter {
    private static let counter = Atomic<Int>(0)

    /// Calls so far, by all threads.
    static var count: Int { counter.load(ordering: .relaxed) }

    fileprivate static func increment() { counter.add(1, ordering: .relaxed) }
}

/// malloc(3), counted.
@c @implementation
public func holdfast_counted_malloc(_ size: Int) -> UnsafeMutableRawPointer? {
    AllocationCounter.increment()
    return __libc_malloc(size)
}

/// calloc(3), counted.
@c @implementation
public func holdfast_counted_calloc(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
    AllocationCounter.increment()
    return __libc_calloc(count, size)
}

/// realloc(3), counted.
@c @implementation
public func holdfast_counted_realloc(_ memory: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
    AllocationCounter.increment()
    return __libc_realloc(memory, size)
}

/// posix_memalign(3), counted.
@c @implementation
public func holdfast_counted_posix_memalign(
    _ memory: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ alignment: Int,
    _ size: Int
) -> Int32 {
    AllocationCounter.increment()
    guard let allocated = __libc_memalign(alignment, size) else { return ENOMEM }
    memory?.pointee = allocated
    return 0
}
