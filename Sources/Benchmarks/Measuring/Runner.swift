import EventLoop
import Posix

/// Warms benchmarks up, finds out how many operations a round takes, and runs the rounds.
struct Runner: Sendable {
    /// Rounds are short, so that on a busy machine some of them run undisturbed, and long beside reading the clock.
    private static let roundNanoseconds: Int64 = 1_000_000
    /// One, for an operation may take longer than a round should.
    private static let minimumIterations = 1
    /// How many threads operations run on at once, in turn.
    static let threadCounts = [1, 2]

    private let group: EventLoopGroup
    private let rounds: Int

    init(rounds: Int) throws(Errno) {
        group = try EventLoopGroup(count: Self.threadCounts.max() ?? 1)
        self.rounds = rounds
        for (index, eventLoop) in group.loops.enumerated() { eventLoop.execute { ProcessorAffinity.pin(to: index) } }
    }

    func measure(_ benchmark: Benchmark, threads: Int) async -> Measurement {
        let loop = benchmark.prepare(group.clock)
        let eventLoops = group.loops[..<threads]
        let iterations = await warmUp(loop, on: eventLoops)
        var costs: [Round.Cost] = []
        for _ in 0..<rounds {
            costs.append(await Round.run(loop, iterations: iterations, on: eventLoops))
        }
        return Measurement(benchmark.name, threads: threads, iterations: iterations, rounds: costs)
    }

    /// Runs more and more operations until the best of three rounds is long enough; returns how many that takes.
    private func warmUp(_ loop: @escaping BenchmarkLoop, on eventLoops: ArraySlice<EventLoop>) async -> Int {
        var iterations = Self.minimumIterations
        while true {
            var best = Int64.max
            for _ in 0..<3 {
                best = min(best, await Round.run(loop, iterations: iterations, on: eventLoops).nanoseconds)
            }
            if best >= Self.roundNanoseconds { return iterations }
            iterations *= 2
        }
    }
}
