/// A place in a bulkhead, given back when it goes out of scope.
///
/// It cannot be copied, so a place is given back exactly once, on every path.
public struct BulkheadPermit: ~Copyable, Sendable {
    @usableFromInline let core: BulkheadCore

    @inlinable
    init(_ core: BulkheadCore) { self.core = core }

    @inlinable
    deinit { core.release() }

    /// Gives the place back now; whoever has waited longest gets it.
    @inlinable
    public consuming func release() {}
}
