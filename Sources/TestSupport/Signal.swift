import Synchronization

/// An event that happens once: tests wait for it instead of sleeping. Thread-safe.
public final class Signal: Sendable {
    private let state = Mutex((isSet: false, waiters: [UnsafeContinuation<Void, Never>]()))

    /// Makes a signal that is not set.
    public init() {}

    /// True once ``set()`` was called.
    public var isSet: Bool { state.withLock { $0.isSet } }

    /// Sets it and wakes all who wait.
    public func set() {
        let waiters = state.withLock { state in
            state.isSet = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once it is set.
    public func wait() async {
        await withUnsafeContinuation { continuation in
            let isSet = state.withLock { state in
                if !state.isSet { state.waiters.append(continuation) }
                return state.isSet
            }
            if isSet { continuation.resume() }
        }
    }
}
