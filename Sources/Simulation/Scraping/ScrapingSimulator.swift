/// Runs a ``ScrapingWorld``: every target is asked when it is due, its answer waits for a core of its server, and is taken in.
///
/// A target is asked again only when the scrape before is over, as Prometheus does: one scrape that has come due meanwhile
/// waits, a further one is left out (its loop reads a ticker of Go, which holds one tick). Cores serve scrapes whole and in
/// order, where Go would serve many in turn: what is taken in, and when all is, stays the same. One thread; use one simulator
/// per run.
public struct ScrapingSimulator: ~Copyable {
    private enum Event: UInt8 {
        case due, answered, timedOut, takenIn
    }

    private struct Target {
        let shard: Int
        var isBusy = false
        /// When the scrape under way was due, and when it began.
        var due: Int64 = 0
        var began: Int64 = 0
        /// When the one was due that waits for it to end.
        var waiting: Int64?
    }

    private struct Shard {
        var busy = 0
        var queue = WorkQueue()
    }

    private let cores: Int
    private let work: Int64
    private let interval: Int64
    private let timeout: Int64
    private let end: Int64
    private let exposition: Sampler
    private let latency: Sampler
    private var random: RandomSource
    private var now: Int64 = 0
    private var heap = EventHeap()
    private var targets: ContiguousArray<Target> = []
    private var shards: ContiguousArray<Shard>
    private var result: ScrapingResult
    private var digest = EventDigest()

    /// Prepares a run.
    ///
    /// - Throws: ``SimulationError`` for a world that makes no sense.
    public init(_ world: ScrapingWorld) throws(SimulationError) {
        try world.validate()
        cores = world.prometheus.cores
        work = world.prometheus.work(series: world.seriesPerTarget)
        interval = world.interval.nanosecondsRoundedUp
        timeout = world.scrapeTimeout.nanosecondsRoundedUp
        end = world.duration.nanosecondsRoundedUp
        exposition = Sampler(world.exposition)
        latency = Sampler(world.latency)
        shards = ContiguousArray(repeating: Shard(), count: world.shards)
        result = ScrapingResult(shards: world.shards)
        // Where targets lie does not move with what is drawn later.
        var places = RandomSource(seed: world.seed, stream: 1 << 42)
        random = RandomSource(seed: world.seed, stream: 1 << 42 | 1)
        for index in 0..<world.targets {
            let offset = Int64(places.unit() * Double(interval))
            let target = Target(shard: places.below(world.shards))
            result.shards[target.shard].targets += 1
            targets.append(target)
            plan(.due, at: offset, Int32(index))
        }
    }

    /// Runs the world to its end.
    public consuming func run() -> ScrapingResult { runToEnd() }

    private mutating func runToEnd() -> ScrapingResult {
        while let event = heap.next() {
            now = event.time
            result.events += 1
            digest.add(event.time)
            digest.add(event.order ^ UInt64(UInt32(bitPattern: event.index)) << 40)
            guard let kind = Event(rawValue: UInt8(truncatingIfNeeded: event.order)) else { continue }
            switch kind {
            case .due: isDue(event.index)
            case .answered: answered(event.index)
            case .timedOut:
                result.timedOut += 1
                isOver(event.index)
            case .takenIn: isTakenIn(event.index)
            }
        }
        result.digest = digest.value
        return result
    }

    private mutating func plan(_ event: Event, at time: Int64, _ target: Int32) {
        heap.schedule(event.rawValue, at: time, index: target)
    }

    private mutating func isDue(_ index: Int32) {
        result.due += 1
        if now + interval < end { plan(.due, at: now + interval, index) }
        let target = targets[Int(index)]
        if !target.isBusy {
            begin(index, due: now)
        } else if target.waiting == nil {
            targets[Int(index)].waiting = now
        } else {
            result.missed += 1
        }
    }

    private mutating func begin(_ index: Int32, due: Int64) {
        targets[Int(index)].isBusy = true
        targets[Int(index)].due = due
        targets[Int(index)].began = now
        let answer = latency.draw(&random) + exposition.draw(&random) + latency.draw(&random)
        if answer > timeout {
            plan(.timedOut, at: now + timeout, index)
        } else {
            plan(.answered, at: now + answer, index)
        }
    }

    private mutating func answered(_ index: Int32) {
        let shard = targets[Int(index)].shard
        if shards[shard].busy < cores {
            takeIn(index)
        } else {
            shards[shard].queue.append(index)
            result.shards[shard].longestQueue = max(result.shards[shard].longestQueue, shards[shard].queue.count)
        }
    }

    private mutating func takeIn(_ index: Int32) {
        let shard = targets[Int(index)].shard
        shards[shard].busy += 1
        result.shards[shard].busy += .nanoseconds(max(0, min(now + work, end) - now))
        plan(.takenIn, at: now + work, index)
    }

    private mutating func isTakenIn(_ index: Int32) {
        let target = targets[Int(index)]
        shards[target.shard].busy -= 1
        if now <= end { result.shards[target.shard].scrapes += 1 }
        if now <= target.due + interval { result.upToDate += 1 } else { result.late += 1 }
        result.scrapeTime.add(now - target.began)
        if let next = shards[target.shard].queue.next() { takeIn(next) }
        isOver(index)
    }

    private mutating func isOver(_ index: Int32) {
        targets[Int(index)].isBusy = false
        guard let waiting = targets[Int(index)].waiting else { return }
        targets[Int(index)].waiting = nil
        begin(index, due: waiting)
    }
}
