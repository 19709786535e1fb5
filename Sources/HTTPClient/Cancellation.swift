import EventLoop

/// What a request waits for, where its task's cancellation has to reach it. Called on the loop.
protocol CancellationTarget: AnyObject {
    func cancel()
}

extension AsyncSocket: CancellationTarget {}

/// Carries a task's cancellation to what its request is waiting for.
// @unchecked: `target` and `isCancelled` are confined to the loop's thread.
final class Cancellation: @unchecked Sendable {
    private let loop: EventLoop
    private var target: (any CancellationTarget)?
    /// True once the task was cancelled.
    private(set) var isCancelled = false

    init(loop: EventLoop) { self.loop = loop }

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
