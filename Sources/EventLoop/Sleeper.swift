/// One suspended sleep: a timer that resumes its task.
// @unchecked: made by the sleeping task, then touched on the loop's thread alone; `onCancel` only submits to it.
final class Sleeper: LoopTimer, @unchecked Sendable {
    private let loop: EventLoop
    private var continuation: UnsafeContinuation<Bool, Never>?
    private var isCancelled = false

    init(loop: EventLoop) { self.loop = loop }

    /// Returns true at the deadline, false once the task is cancelled.
    func sleep(until deadline: Int64) async -> Bool {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                if loop.isCurrent {
                    start(continuation, until: deadline)
                } else {
                    loop.execute { self.start(continuation, until: deadline) }
                }
            }
        } onCancel: {
            loop.execute { self.cancel() }
        }
    }

    override func fire(now: Int64) { finish(true) }

    private func start(_ continuation: UnsafeContinuation<Bool, Never>, until deadline: Int64) {
        if isCancelled {
            continuation.resume(returning: false)
            return
        }
        self.continuation = continuation
        loop.schedule(self, at: deadline)
    }

    private func cancel() {
        isCancelled = true
        loop.cancel(self)
        finish(false)
    }

    private func finish(_ reached: Bool) {
        continuation?.resume(returning: reached)
        continuation = nil
    }
}
