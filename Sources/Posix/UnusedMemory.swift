import CLinux

/// Memory that the allocator keeps although nothing uses it.
public enum UnusedMemory {
    /// Gives it back to the system (malloc_trim(3)), which by itself glibc does only at the end of its heaps.
    ///
    /// Takes some 20 ms for a hundred megabytes, in which other threads may have to wait for the allocator: for a thread
    /// of its own and a quiet moment.
    public static func release() { _ = malloc_trim(0) }
}
