import Resilience
import TestSupport
import Testing

@Suite("Timeout", .timeLimit(.minutes(1)))
struct TimeoutTests {
    private enum Broken: Error, Equatable { case badly }

    private let clock = ManualClock()

    private var timeout: Timeout<ManualClock> { Timeout(.seconds(2), clock: clock) }

    @Test("A value in time is the result, and the alarm is gone")
    func inTime() async throws {
        #expect(try await timeout.run { 7 } == 7)
        #expect(clock.sleeperCount == 0)
    }

    @Test("The operation's own failure keeps its type and is no expiry")
    func ownFailure() async {
        let error = await #expect(throws: TimeoutError<Broken>.self) {
            try await timeout.run { () throws(Broken) in throw .badly }
        }
        #expect(error == .failed(.badly))
    }

    @Test("The loser is cancelled, and awaited before the call returns")
    func expiry() async {
        let (clock, timeout) = (clock, timeout)
        let ended = Recorder<String>()
        async let result = Result { () async throws(TimeoutError<any Error>) in
            try await timeout.run { () async throws in
                defer { ended.record("ended") }
                try await clock.sleep(until: .init(offset: .seconds(60)))
            }
            ended.record("returned")
        }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(2))
        guard case .failure(.expired) = await result else {
            Issue.record("no expiry")
            return
        }
        #expect(ended.all == ["ended"])
        #expect(clock.sleeperCount == 0)
    }

    @Test("The caller's cancellation is no expiry: the operation's end is the result")
    func cancellation() async {
        let (clock, timeout) = (clock, timeout)
        for heeds in [true, false] {
            let task = Task {
                try await timeout.run { () async throws in
                    do {
                        try await clock.sleep(until: .init(offset: .seconds(60)))
                    } catch  where !heeds {
                        return "went on"
                    }
                    return "slept"
                }
            }
            await clock.waitForSleepers(2)
            task.cancel()
            switch (await task.result, heeds) {
            case (.success("went on"), false): break
            case (.failure(TimeoutError<any Error>.failed(is CancellationError)), true): break
            case (let other, _): Issue.record("\(other)")
            }
        }
    }

    @Test("Where no time is left nothing is begun", arguments: [(0, 5), (-1, 5), (2, 0), (2, -1)])
    func noTime(limit: Int, deadline: Int) async {
        let begun = Recorder<Int>()
        let error = await #expect(throws: TimeoutError<Never>.self) {
            try await Timeout(.seconds(limit), clock: clock).run(deadline: .after(.seconds(deadline), on: clock)) {
                begun.record(1)
            }
        }
        #expect(error == .expired)
        #expect(begun.all.isEmpty)
    }

    @Test("A nearer deadline bounds it")
    func nearerDeadline() async {
        let (clock, timeout) = (clock, timeout)
        let deadline = Deadline.after(.seconds(1), on: clock)
        async let error = #expect(throws: TimeoutError<any Error>.self) {
            try await timeout.run(deadline: deadline) { () async throws in
                try await clock.sleep(until: .init(offset: .seconds(60)))
            }
        }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        guard case .expired? = await error else {
            Issue.record("no expiry")
            return
        }
    }
}

extension Result where Failure: Error {
    /// What a body that throws one type comes to.
    fileprivate init(_ body: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
