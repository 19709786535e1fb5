import Resilience
import Synchronization
import TestSupport

/// The dependency that the examples of docs/resilience.md call: it answers what it was told, in order, and the last
/// answer again and again.
final class Inventory: Sendable {
    enum Answer: Sendable {
        /// A number, at once.
        case stock(Int)
        /// A number, after a while.
        case slow(Int, Duration)
        /// An error, at once.
        case down
        /// An error that says when to come back.
        case overloaded(retryAfter: Duration)
        /// Nothing, until the call is cancelled.
        case hangs
    }

    private struct State {
        var answers: ArraySlice<Answer>
        var calls = 0
    }

    private let clock: ManualClock
    private let state: Mutex<State>

    init(_ answers: Answer..., clock: ManualClock) {
        self.clock = clock
        state = Mutex(State(answers: answers[...]))
    }

    /// Calls so far.
    var calls: Int { state.withLock { $0.calls } }

    func stock() async throws -> Int {
        let answer = state.withLock { state in
            state.calls += 1
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first
        }
        switch answer {
        case .stock(let count):
            return count
        case .slow(let count, let time):
            try await clock.sleep(until: clock.now.advanced(by: time))
            return count
        case .hangs:
            try await clock.sleep(until: clock.now.advanced(by: .seconds(86_400)))
            throw InventoryDown()
        case .overloaded(let wait):
            throw Overloaded(wait: wait)
        case .down, nil:
            throw InventoryDown()
        }
    }
}

/// A failure that says nothing about how it counts.
struct InventoryDown: Error {}
