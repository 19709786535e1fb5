import Resilience
import TestSupport
import Testing

@Suite("Bulkhead", .timeLimit(.minutes(1)))
struct BulkheadTests {
    private struct Refused: Error {}

    private let clock = ManualClock()

    private func bulkhead(_ places: Int, queue: Int = 0, maxWait: Duration? = nil) -> Bulkhead<ManualClock> {
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = places
        configuration.maxQueue = queue
        configuration.maxWait = maxWait
        return Bulkhead(name: "b", configuration: configuration, clock: clock)
    }

    /// Returns once so many calls wait.
    private func queued(_ count: Int, in bulkhead: Bulkhead<ManualClock>) async {
        while bulkhead.snapshot().queued != count { await Task.yield() }
    }

    @Test("It never lets through more than its limit, and a place given back can be taken again")
    func limit() {
        let bulkhead = bulkhead(2)
        do {
            let first = bulkhead.tryAcquire()
            let second = bulkhead.tryAcquire()
            let third = bulkhead.tryAcquire()
            let taken = (first != nil, second != nil, third != nil)
            #expect(taken == (true, true, false))
            #expect(bulkhead.snapshot().inFlight == 2)
        }
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("Without a queue a call too many is rejected at once, and counted")
    func full() async throws {
        let bulkhead = bulkhead(1)
        let permit = try await bulkhead.acquire()
        await #expect(throws: BulkheadRejection.full) { _ = try await bulkhead.acquire() }
        #expect(bulkhead.snapshot().rejections[.full] == 1)
        permit.release()
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("Those who wait get their turns in the order in which they came; one too many is rejected")
    func order() async throws {
        let bulkhead = bulkhead(1, queue: 3)
        let turns = Recorder<Int>()
        let end = Signal()
        let holder = Task { await #expect(throws: Never.self) { try await bulkhead.run { await end.wait() } } }
        while bulkhead.snapshot().inFlight == 0 { await Task.yield() }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<3 {
                group.addTask {
                    await #expect(throws: Never.self) { try await bulkhead.run { turns.record(number) } }
                }
                await queued(number + 1, in: bulkhead)
            }
            await #expect(throws: BulkheadRejection.queueFull) { _ = try await bulkhead.acquire() }
            end.set()
        }
        await holder.value
        #expect(turns.all == [0, 1, 2])
        #expect(bulkhead.snapshot().inFlight == 0)
        #expect(bulkhead.snapshot().queued == 0)
    }

    @Test("A waiter whose deadline comes leaves the queue, the one behind it stays")
    func deadline() async throws {
        let bulkhead = bulkhead(1, queue: 2)
        let permit = try await bulkhead.acquire()
        let impatient = Task { _ = try await bulkhead.acquire(until: .init(offset: .seconds(1))) }
        await queued(1, in: bulkhead)
        let patient = Task { _ = try await bulkhead.acquire(until: .init(offset: .seconds(5))) }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        await #expect(throws: BulkheadRejection.deadline) { try await impatient.value }
        #expect(bulkhead.snapshot().queued == 1)
        permit.release()
        try await patient.value
        #expect(bulkhead.snapshot().rejections[.deadline] == 1)
        #expect(bulkhead.snapshot().inFlight == 0)
        #expect(clock.sleeperCount == 0)
    }

    @Test("The longest wait holds where the deadline is later, or there is none", arguments: [nil, 60])
    func longestWait(deadline: Int?) async throws {
        let bulkhead = bulkhead(1, queue: 1, maxWait: .milliseconds(100))
        let permit = try await bulkhead.acquire()
        let until = deadline.map { ManualClock.Instant(offset: .seconds($0)) }
        let waiter = Task { _ = try await bulkhead.acquire(until: until) }
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(100))
        await #expect(throws: BulkheadRejection.deadline) { try await waiter.value }
        permit.release()
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("A call whose deadline has passed does not wait")
    func alreadyPassed() async throws {
        clock.advance(by: .seconds(1))
        let bulkhead = bulkhead(1, queue: 1)
        let permit = try await bulkhead.acquire()
        await #expect(throws: BulkheadRejection.deadline) {
            _ = try await bulkhead.acquire(until: .init(offset: .seconds(1)))
        }
        permit.release()
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("A turn that comes when the deadline has passed is not used; the place goes on to the next")
    func lateTurn() async throws {
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = 1
        configuration.maxQueue = 1
        let bulkhead = Bulkhead(name: "b", configuration: configuration, clock: LateClock(base: clock))
        let permit = try await bulkhead.acquire()
        let waiter = Task { _ = try await bulkhead.acquire(until: .init(offset: .seconds(1))) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        permit.release()
        await #expect(throws: BulkheadRejection.deadline) { try await waiter.value }
        #expect(bulkhead.snapshot().inFlight == 0)
        #expect(bulkhead.snapshot().rejections[.deadline] == 1)
    }

    @Test("A cancelled waiter leaves at once and takes no place with it")
    func cancellation() async throws {
        let bulkhead = bulkhead(1, queue: 2)
        let permit = try await bulkhead.acquire()
        let waiter = Task { _ = try await bulkhead.acquire() }
        await queued(1, in: bulkhead)
        waiter.cancel()
        await #expect(throws: BulkheadRejection.cancelled) { try await waiter.value }
        #expect(bulkhead.snapshot().queued == 0)
        #expect(bulkhead.snapshot().inFlight == 1)
        permit.release()
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("A task that is cancelled already does not stay in the queue")
    func cancelledBefore() async throws {
        let bulkhead = bulkhead(1, queue: 1)
        let permit = try await bulkhead.acquire()
        let begun = Signal()
        let waiter = Task {
            await begun.wait()
            _ = try await bulkhead.acquire()
        }
        waiter.cancel()
        begun.set()
        await #expect(throws: BulkheadRejection.cancelled) { try await waiter.value }
        permit.release()
    }

    @Test("run gives its place back, whatever the call comes to")
    func run() async throws {
        let bulkhead = bulkhead(1)
        #expect(try await bulkhead.run { 42 } == 42)
        await #expect(throws: BulkheadCallError<Refused>.self) {
            try await bulkhead.run { () throws(Refused) -> Int in throw Refused() }
        }
        #expect(bulkhead.snapshot().inFlight == 0)
        let permit = try await bulkhead.acquire()
        await #expect(throws: BulkheadCallError<Never>.self) { try await bulkhead.run { Issue.record("was called") } }
        permit.release()
    }

    @Test("Waits are told, immediate places are not")
    func waits() async throws {
        let waits = Recorder<Duration>()
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = 1
        configuration.maxQueue = 1
        let bulkhead = Bulkhead(name: "b", configuration: configuration, clock: clock) { waits.record($0) }
        let permit = try await bulkhead.acquire()
        let waiter = Task { _ = try await bulkhead.acquire(until: .init(offset: .seconds(9))) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(3))
        permit.release()
        try await waiter.value
        #expect(waits.all == [.seconds(3)])
    }

    @Test("Growing lets in at once those who have waited longest")
    func growing() async throws {
        let bulkhead = bulkhead(1, queue: 3)
        let permit = try await bulkhead.acquire()
        let turns = Recorder<Int>()
        let end = Signal()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<3 {
                group.addTask {
                    await #expect(throws: Never.self) {
                        try await bulkhead.run {
                            turns.record(number)
                            await end.wait()
                        }
                    }
                }
                await queued(number + 1, in: bulkhead)
            }
            var configuration = BulkheadConfiguration()
            configuration.maxConcurrent = 3
            configuration.maxQueue = 3
            bulkhead.reconfigure(configuration)
            #expect(bulkhead.snapshot().inFlight == 3)
            #expect(bulkhead.snapshot().queued == 1)
            while turns.all.count < 2 { await Task.yield() }
            #expect(Set(turns.all) == [0, 1])
            end.set()
        }
        permit.release()
        #expect(bulkhead.snapshot().capacity == 3)
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("Shrinking lets calls in flight finish and admits again below the new limit")
    func shrinking() {
        let bulkhead = bulkhead(3)
        let first = bulkhead.tryAcquire()
        let second = bulkhead.tryAcquire()
        do {
            let third = bulkhead.tryAcquire()
            var configuration = BulkheadConfiguration()
            configuration.maxConcurrent = 1
            bulkhead.reconfigure(configuration)
            let isThird = third != nil
            #expect(isThird)
            #expect(bulkhead.snapshot().inFlight == 3)
        }
        #expect(bulkhead.snapshot().inFlight == 2)
        let early = bulkhead.tryAcquire() != nil
        first?.release()
        let full = bulkhead.tryAcquire() != nil
        second?.release()
        let admitted = bulkhead.tryAcquire() != nil
        #expect((early, full, admitted) == (false, false, true))
        #expect(bulkhead.snapshot().inFlight == 0)
    }

    @Test("A changed longest wait holds for those who come later")
    func changedWait() async throws {
        let bulkhead = bulkhead(1, queue: 1)
        let permit = try await bulkhead.acquire()
        var configuration = BulkheadConfiguration()
        configuration.maxConcurrent = 1
        configuration.maxQueue = 1
        configuration.maxWait = .milliseconds(5)
        bulkhead.reconfigure(configuration)
        let waiter = Task { _ = try await bulkhead.acquire() }
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(5))
        await #expect(throws: BulkheadRejection.deadline) { try await waiter.value }
        permit.release()
    }

    @Test("Validation names what it refuses")
    func validation() throws {
        var configuration = BulkheadConfiguration()
        try configuration.validate()
        configuration.maxConcurrent = 0
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        configuration.maxConcurrent = 1
        configuration.maxQueue = -1
        #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        configuration.maxQueue = 0
        configuration.maxWait = .seconds(-1)
        let error = #expect(throws: ResilienceConfigurationError.self) { try configuration.validate() }
        #expect(error?.key == "maxWait")
    }
}
