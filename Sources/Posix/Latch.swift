import Synchronization

/// Makes one thread wait for another: closed until it is opened, then open for ever.
public final class Latch: Sendable {
    private let isOpen = Atomic<Bool>(false)
    private let wakeUp: WakeUp

    /// Makes a closed latch.
    public init() throws(Errno) { wakeUp = try WakeUp() }

    /// Opens it. Any thread may; the second time does nothing.
    public func open() {
        isOpen.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// Blocks the calling thread until it is open.
    public func wait() {
        while !isOpen.load(ordering: .acquiring) { wakeUp.wait() }
    }
}
