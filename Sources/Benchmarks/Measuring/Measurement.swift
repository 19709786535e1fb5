/// What a benchmark came to, over all its rounds.
struct Measurement: Sendable {
    let name: String
    let threads: Int
    /// Operations per thread and round.
    let iterations: Int
    /// Time of one operation, as its thread sees it.
    let medianNanoseconds: Double
    /// The same in the best round: what the least disturbed one took.
    let minimumNanoseconds: Double
    /// Allocations of one operation, in the round with the fewest: what others allocate is not the operation's.
    let allocations: Double

    /// - Parameter rounds: at least one.
    init(_ name: String, threads: Int, iterations: Int, rounds: [Round.Cost]) {
        self.name = name
        self.threads = threads
        self.iterations = iterations
        let times = rounds.map { Double($0.nanoseconds) / Double(iterations) }.sorted()
        medianNanoseconds = (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
        minimumNanoseconds = times[0]
        allocations = Double(rounds.map(\.allocations).min() ?? 0) / Double(threads * iterations)
    }
}
