public import Posix

// @unchecked: confined to the loop's thread, which `assertOnLoop` checks in debug builds.

/// A listening socket on an event loop. Confined to its loop, like ``AsyncSocket``.
public final class AsyncListener: EventSource, @unchecked Sendable {
    private let loop: EventLoop
    private var descriptor: FileDescriptor?
    private var token: UInt64 = 0
    private var waiter: UnsafeContinuation<Void, Never>?
    private var mayAccept = true

    /// Puts a listening socket on the loop.
    ///
    /// - Throws: ``Errno`` where epoll cannot take it.
    public init(_ descriptor: consuming FileDescriptor, loop: EventLoop) throws(Errno) {
        self.loop = loop
        let number = descriptor.rawValue
        self.descriptor = consume descriptor
        token = try loop.register(self, descriptor: number)
    }

    /// Waits for the next connection.
    ///
    /// - Throws: ``IOError/closed`` after ``close()``; ``IOError/system(_:)`` with `EMFILE` or `ENFILE` when
    ///   descriptors have run out: wait before you call again. Connections that died in the queue are passed over.
    public func accept() async throws(IOError) -> (socket: AsyncSocket, peer: SocketAddress?) {
        while true {
            guard descriptor != nil else { throw .closed }
            if mayAccept {
                if let accepted = try acceptNow() { return accepted }
                mayAccept = false
            }
            await withUnsafeContinuation { waiter = $0 }
        }
    }

    /// A connection that waits already; nil when there is none. For emptying the queue before ``close()``.
    public func acceptNow() throws(IOError) -> (socket: AsyncSocket, peer: SocketAddress?)? {
        while true {
            do throws(Errno) {
                switch descriptor {
                case .none:
                    return nil
                case .some(let listener):
                    let accepted = try Socket.accept(listener)
                    let peer = accepted.peer
                    return (try AsyncSocket(accepted.takeDescriptor(), loop: loop), peer)
                }
            } catch {
                // accept(2): errors of the new connection itself are reported here too; the next may be well.
                switch error.name {
                case "ECONNABORTED", "EPROTO", "ENETDOWN", "EHOSTDOWN", "ENETUNREACH", "EHOSTUNREACH", "ENOPROTOOPT":
                    continue
                default:
                    if error.wouldBlock { return nil }
                    throw .system(error)
                }
            }
        }
    }

    /// Stops listening; a waiting ``accept()`` ends.
    public func close() {
        loop.assertOnLoop()
        guard descriptor != nil else { return }
        loop.unregister(token: token)
        descriptor = nil
        wake()
    }

    func handle(_ readiness: Readiness) {
        mayAccept = true
        wake()
    }

    private func wake() {
        guard let continuation = waiter else { return }
        waiter = nil
        continuation.resume()
    }
}
