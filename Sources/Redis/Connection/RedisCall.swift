import EventLoop

/// What a command waits for, where its task's cancellation has to reach it. Called on the loop.
protocol CancellationTarget: AnyObject {
    func cancel()
}

extension AsyncSocket: CancellationTarget {}

/// One command on its way: until when, and how its task's cancellation reaches what it is waiting for.
// @unchecked: `target` and `isCancelled` are confined to the loop's thread; the rest never changes.
final class RedisCall: @unchecked Sendable {
    let deadline: EventLoopClock.Instant
    let loop: EventLoop
    private var target: (any CancellationTarget)?
    private var isCancelled = false

    init(deadline: EventLoopClock.Instant, on loop: EventLoop) {
        self.deadline = deadline
        self.loop = loop
    }

    /// Ends the wait of whatever is watched, and of what will be. Called on the loop.
    func cancel() {
        isCancelled = true
        target?.cancel()
    }

    func watch(_ target: any CancellationTarget) {
        self.target = target
        if isCancelled { target.cancel() }
    }

    func unwatch() { target = nil }
}
