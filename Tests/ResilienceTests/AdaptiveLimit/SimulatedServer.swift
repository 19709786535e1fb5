import Resilience
import TestSupport

/// A server with so many workers and a queue before them, under more calls than it can serve, behind an adaptive limit.
///
/// Calls arrive at random, whatever the answers (open loop); one too many is rejected. Virtual time: nothing sleeps.
struct SimulatedServer {
    private(set) var state: AdaptiveLimitState<ManualClock.Instant>
    /// Mean time a worker takes for a call, in seconds.
    var serviceTime = 0.05
    /// How far a service time may lie from the mean, as a fraction of it.
    var spread = 0.2
    /// Calls per second.
    var arrivals: Double
    /// Calls that take so long end as a timeout, in seconds.
    var timeout = Double.infinity

    private(set) var now = 0.0
    private(set) var served = 0
    /// The limit over time, weighted with the time it held since ``resetMean()``.
    private var limitSeconds = 0.0
    private var meanSince = 0.0
    private var workers: [Double]
    /// Ends of the calls in flight, the next one last.
    private var ends: [(end: Double, began: Double)] = []
    private var nextArrival = 0.0
    private var generator: SeededGenerator

    init(_ configuration: AdaptiveLimitConfiguration, workers: Int, arrivals: Double, seed: Int) {
        state = AdaptiveLimitState(configuration, at: ManualClock.Instant())
        self.workers = Array(repeating: 0, count: workers)
        self.arrivals = arrivals
        generator = SeededGenerator(seed: UInt64(seed) &* 31 &+ 17)
    }

    /// Changes the number of workers; calls under way end as they would have.
    mutating func resize(to count: Int) {
        workers.sort()
        workers = Array(workers.prefix(count)) + Array(repeating: now, count: max(0, count - workers.count))
    }

    /// The mean limit since the last call of this.
    mutating func meanLimit() -> Double {
        defer {
            limitSeconds = 0
            meanSince = now
        }
        return limitSeconds / (now - meanSince)
    }

    mutating func run(seconds: Double, check: (Int) -> Void = { _ in }) {
        let stop = now + seconds
        while true {
            let end = ends.last?.end ?? .infinity
            let next = min(end, nextArrival)
            guard next <= stop else { break }
            pass(to: next)
            if end <= nextArrival { finish() } else { arrive() }
            check(state.limit)
        }
        pass(to: stop)
    }

    private mutating func pass(to time: Double) {
        limitSeconds += Double(state.limit) * (time - now)
        now = time
    }

    private mutating func arrive() {
        nextArrival = now + Double.random(in: 0...2, using: &generator) / arrivals
        guard ends.count < state.limit else { return }
        var free = 0
        for worker in workers.indices where workers[worker] < workers[free] { free = worker }
        let time = serviceTime * Double.random(in: (1 - spread)...(1 + spread), using: &generator)
        let start = max(now, workers[free])
        // Who has given up by then is not served.
        if start - now < timeout { workers[free] = start + time }
        insert(end: min(start + time, now + timeout))
    }

    private mutating func insert(end: Double) {
        var position = ends.count
        while position > 0, ends[position - 1].end < end { position -= 1 }
        ends.insert((end, now), at: position)
    }

    private mutating func finish() {
        let inFlight = ends.count
        let call = ends.removeLast()
        let latency = call.end - call.began
        let isTimeout = latency >= timeout * 0.999
        let instant = ManualClock.Instant(offset: .seconds(now))
        if isTimeout {
            state.recordOverload(inFlight: inFlight, at: instant)
        } else {
            served += 1
            state.record(latency: .seconds(latency), inFlight: inFlight, at: instant)
        }
    }
}
