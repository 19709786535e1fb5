import EventLoop

/// A command that waits for something other than a socket. Confined to its loop.
// @unchecked: confined to the loop's thread; the timer's task runs there too.
final class Waiter: CancellationTarget, @unchecked Sendable {
    private var continuation: UnsafeContinuation<Void, Never>?
    private var result: Result<Void, RedisError>?

    /// Waits for ``resume()``, the call's deadline or its cancellation, whichever comes first.
    func wait(for call: RedisCall) async throws(RedisError) {
        call.watch(self)
        let timer = call.loop.spawn {
            do throws(CancellationError) {
                try await call.loop.sleep(until: call.deadline)
                self.finish(.failure(RedisError(.timedOut)))
            } catch {
                // What it waited for came in time.
            }
        }
        if result == nil { await withUnsafeContinuation { continuation = $0 } }
        timer.cancel()
        call.unwatch()
        try result?.get()
    }

    /// Ends the wait with success; false if it has ended already.
    @discardableResult
    func resume() -> Bool { finish(.success(())) }

    func cancel() { finish(.failure(RedisError(.cancelled))) }

    @discardableResult
    private func finish(_ end: Result<Void, RedisError>) -> Bool {
        guard result == nil else { return false }
        result = end
        continuation?.resume()
        continuation = nil
        return true
    }
}
