import Foundation
import Synchronization

/// Does what blocks, one thing after the other on a thread of its own, for handlers that must not. Thread-safe.
final class CommandWorker: Sendable {
    private typealias Job = @Sendable () -> Void

    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    /// Changes that may wait: nobody clicks faster, and each takes milliseconds, or seconds where a process is restarted.
    static let waitingLimit = 16

    private let state = Mutex(State())
    private let news = DispatchSemaphore(value: 0)

    init() {
        Thread.detachNewThread { [self] in
            while true {
                news.wait()
                let (job, isClosed) = state.withLock { state in
                    (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isClosed)
                }
                job?()
                if isClosed && job == nil { return }
            }
        }
    }

    /// What `body` returns or throws; an error at once where too much waits already.
    func run(_ body: @escaping @Sendable () throws(LabError) -> String) async -> Result<String, LabError> {
        await withUnsafeContinuation { continuation in
            let isTaken = state.withLock { state in
                guard !state.isClosed, state.jobs.count < Self.waitingLimit else { return false }
                state.jobs.append {
                    continuation.resume(returning: Result { () throws(LabError) in try body() })
                }
                return true
            }
            if isTaken {
                news.signal()
            } else {
                continuation.resume(returning: .failure(LabError("the lab is busy with other changes: try again")))
            }
        }
    }

    /// Lets the thread end once it has done what waits.
    func close() {
        state.withLock { $0.isClosed = true }
        news.signal()
    }
}
