import EventLoop
import HTTPCore
import Posix

/// What a request waits for, where its task's cancellation has to reach it. Called on the loop.
protocol CancellationTarget: AnyObject {
    func cancel()
}

extension AsyncSocket: CancellationTarget {}

/// One request on its way: what is sent, and how its task's cancellation reaches what it is waiting for.
///
/// A reference, so that the request is handed through without a copy of its fields for each step.
// @unchecked: `target` and `isCancelled` are confined to the loop's thread; the rest never changes.
final class ClientCall: @unchecked Sendable {
    let request: HTTPRequest
    let address: SocketAddress
    let deadline: EventLoopClock.Instant
    let loop: EventLoop
    private var target: (any CancellationTarget)?
    /// True once the task was cancelled.
    private(set) var isCancelled = false

    init(_ request: HTTPRequest, to address: SocketAddress, deadline: EventLoopClock.Instant, on loop: EventLoop) {
        self.request = request
        self.address = address
        self.deadline = deadline
        self.loop = loop
    }

    func watch(_ target: any CancellationTarget) {
        self.target = target
        if isCancelled { target.cancel() }
    }

    func unwatch() { target = nil }

    /// Called on whatever thread cancels.
    func cancel() {
        loop.execute {
            self.isCancelled = true
            self.target?.cancel()
        }
    }
}
