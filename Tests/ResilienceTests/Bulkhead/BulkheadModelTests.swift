import Resilience
import TestSupport
import Testing

/// Random histories, played to the bulkhead's state and to a model that keeps a plain list.
@Suite("Bulkhead against a model")
struct BulkheadModelTests {
    private struct History {
        var state: BulkheadState<Int>
        var maxConcurrent: Int
        var maxQueue: Int
        /// The most calls that may be in flight: the limit, or those already admitted when it was lowered.
        var mostInFlight: Int
        var running = 0
        var waiting: [Int] = []
        var tickets: [(caller: Int, ticket: WaitTicket)] = []
        var rejected: [BulkheadRejection: Int] = [:]
        var callers = 0
        let isFixed: Bool

        init(_ configuration: BulkheadConfiguration, isFixed: Bool) {
            self.isFixed = isFixed
            state = BulkheadState(configuration)
            maxConcurrent = configuration.maxConcurrent
            maxQueue = configuration.maxQueue
            mostInFlight = configuration.maxConcurrent
        }

        mutating func step(using generator: inout SeededGenerator) {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5: arrive()
            case 5..<8 where running > 0: release()
            case 8 where !isFixed && Int.random(in: 0..<3, using: &generator) == 0: reconfigure(using: &generator)
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
                #expect(running >= maxConcurrent && waiting.count < maxQueue)
                waiting.append(caller)
                tickets.append((caller, ticket))
            case .rejected(let reason):
                #expect(running >= maxConcurrent && waiting.count >= maxQueue)
                #expect(reason == (maxQueue == 0 ? .full : .queueFull))
                rejected[reason, default: 0] += 1
            }
        }

        private mutating func release() {
            let next = state.release()
            running -= 1
            if running < maxConcurrent, !waiting.isEmpty {
                #expect(next == waiting.removeFirst())
                running += 1
            } else {
                #expect(next == nil)
            }
        }

        private mutating func reconfigure(using generator: inout SeededGenerator) {
            maxConcurrent = Int.random(in: 1...6, using: &generator)
            maxQueue = Int.random(in: 0...5, using: &generator)
            var configuration = BulkheadConfiguration()
            configuration.maxConcurrent = maxConcurrent
            configuration.maxQueue = maxQueue
            let places = max(0, min(waiting.count, maxConcurrent - running))
            #expect(state.reconfigure(configuration) == Array(waiting.prefix(places)))
            waiting.removeFirst(places)
            running += places
            mostInFlight = max(maxConcurrent, running)
        }

        /// Ends every call; whoever still waits gets a turn, in order.
        mutating func drain() {
            while running > 0 {
                release()
                check()
            }
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

        mutating func check() {
            #expect(state.inFlight == running)
            #expect(running <= mostInFlight)
            // A place above the limit that was given back is gone.
            mostInFlight = max(maxConcurrent, running)
            #expect(state.queued == waiting.count)
            for reason in BulkheadRejection.allCases {
                #expect(state.rejections[reason] == rejected[reason, default: 0])
            }
        }
    }

    @Test("Both agree on everything, always", arguments: 0..<20, [false, true])
    func agree(seed: Int, isFixed: Bool) {
        var generator = SeededGenerator(seed: UInt64(seed) &* 6151)
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = Int.random(in: 1...4, using: &generator)
        configuration.maxQueue = Int.random(in: 0...5, using: &generator)
        var history = History(configuration, isFixed: isFixed)
        for _ in 0..<2000 {
            history.step(using: &generator)
            history.check()
        }
        history.drain()
        #expect(history.waiting.isEmpty)
        #expect(history.state.inFlight == 0)
    }
}
