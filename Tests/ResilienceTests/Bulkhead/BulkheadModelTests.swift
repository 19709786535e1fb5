import Resilience
import TestSupport
import Testing

/// Random histories, played to the bulkhead's state and to a model that keeps a plain list.
@Suite("Bulkhead against a model")
struct BulkheadModelTests {
    private struct History {
        var state: BulkheadState<Int>
        let maxConcurrent: Int
        let maxQueue: Int
        var running = 0
        var waiting: [Int] = []
        var tickets: [(caller: Int, ticket: WaitTicket)] = []
        var rejected: [BulkheadRejection: Int] = [:]
        var callers = 0

        init(_ configuration: BulkheadConfiguration) {
            state = BulkheadState(configuration)
            maxConcurrent = configuration.maxConcurrent
            maxQueue = configuration.maxQueue
        }

        mutating func step(using generator: inout SeededGenerator) {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5: arrive()
            case 5..<8 where running > 0: release()
            case 8..<10 where !tickets.isEmpty: abandon(using: &generator)
            default: break
            }
        }

        private mutating func arrive() {
            callers += 1
            let caller = callers
            switch state.arrive(caller) {
            case .admitted:
                #expect(running < maxConcurrent && waiting.isEmpty)
                running += 1
            case .queued(let waiter, let ticket):
                #expect(waiter == caller)
                #expect(running == maxConcurrent && waiting.count < maxQueue)
                waiting.append(caller)
                tickets.append((caller, ticket))
            case .rejected(let reason):
                #expect(running == maxConcurrent && waiting.count == maxQueue)
                #expect(reason == (maxQueue == 0 ? .full : .queueFull))
                rejected[reason, default: 0] += 1
            }
        }

        private mutating func release() {
            let next = state.release()
            #expect(next == waiting.first)
            if waiting.isEmpty { running -= 1 } else { waiting.removeFirst() }
        }

        /// With any ticket ever given out, used up or not.
        private mutating func abandon(using generator: inout SeededGenerator) {
            let (caller, ticket) = tickets[Int.random(in: 0..<tickets.count, using: &generator)]
            let reason: BulkheadRejection = Bool.random(using: &generator) ? .deadline : .cancelled
            let left = state.abandon(ticket, reason)
            if let index = waiting.firstIndex(of: caller) {
                waiting.remove(at: index)
                #expect(left == caller)
                rejected[reason, default: 0] += 1
            } else {
                #expect(left == nil)
            }
        }

        func check() {
            #expect(state.inFlight == running)
            #expect(state.queued == waiting.count)
            for reason in BulkheadRejection.allCases {
                #expect(state.rejections[reason] == rejected[reason, default: 0])
            }
        }
    }

    @Test("Both agree on everything, always", arguments: 0..<20)
    func agree(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &* 6151)
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = Int.random(in: 1...4, using: &generator)
        configuration.maxQueue = Int.random(in: 0...5, using: &generator)
        var history = History(configuration)
        for _ in 0..<2000 {
            history.step(using: &generator)
            history.check()
        }
        // Whoever still waits gets a turn, in order, and nothing stays taken.
        while history.running > 0 {
            let next = history.state.release()
            #expect(next == history.waiting.first)
            if history.waiting.isEmpty { history.running -= 1 } else { history.waiting.removeFirst() }
        }
        #expect(history.waiting.isEmpty)
        #expect(history.state.inFlight == 0)
    }
}
