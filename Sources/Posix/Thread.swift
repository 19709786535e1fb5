import CLinux
import Glibc

/// A thread of the operating system. The concurrency runtime's own pool is never used for what may block.
public struct Thread: Sendable {
    private let handle: pthread_t

    private final class Start {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: shown by `top -H` and debuggers; the kernel keeps 15 bytes.
    ///   - body: runs on the new thread.
    /// - Throws: ``Errno`` where the system cannot make another thread.
    public init(name: String, _ body: @escaping @Sendable () -> Void) throws(Errno) {
        let start = Unmanaged.passRetained(Start(body))
        var handle = pthread_t()
        let result = pthread_create(
            &handle,
            nil,
            { argument in
                Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            },
            start.toOpaque()
        )
        guard result == 0 else {
            start.release()
            throw Errno(result)
        }
        pthread_setname_np(handle, String(decoding: name.utf8.prefix(15), as: UTF8.self))
        self.handle = handle
    }

    /// Waits until the thread has ended. Call it once.
    public func join() { pthread_join(handle, nil) }

    /// Lets the thread end by itself; ``join()`` must not be called then.
    public func detach() { pthread_detach(handle) }

    /// True on the thread itself.
    public var isCurrent: Bool { pthread_equal(handle, pthread_self()) != 0 }
}
