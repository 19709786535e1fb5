import Synchronization

/// Tells the layers within a timeout why they were cancelled: because it expired, which is a failure of whatever they
/// wait for, and not because the caller went away, which is nobody's. Thread-safe.
@usableFromInline
final class Expiry: Sendable {
    private let cause: PolicyError
    private let outer: Expiry?
    private let isOver = Atomic<Bool>(false)

    init(_ cause: PolicyError, within outer: Expiry?) {
        self.cause = cause
        self.outer = outer
    }

    /// The time is over; called before anything is cancelled for it.
    func expire() { isOver.store(true, ordering: .releasing) }

    /// What the call fails with, of the outermost layer that ran out of time; nil if none did.
    @usableFromInline var failure: PolicyError? { outer?.failure ?? (isOver.load(ordering: .acquiring) ? cause : nil) }
}
