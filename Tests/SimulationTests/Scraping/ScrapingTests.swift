import Testing

@testable import Simulation

/// The modelled scraper: what is due is counted once, and its cores are as busy as they are asked to be.
@Suite("Scraping")
struct ScrapingTests {
    /// Two cores of which a scrape takes 10 ms, so that 200 of them are all they can take in a second.
    private func world(_ targets: Int, _ adjust: (inout ScrapingWorld) -> Void = { _ in }) -> ScrapingWorld {
        var world = ScrapingWorld()
        world.targets = targets
        world.seriesPerTarget = 1_000
        world.interval = .seconds(1)
        world.duration = .seconds(60)
        world.prometheus.cores = 2
        world.prometheus.costPerSample = .microseconds(10)
        adjust(&world)
        return world
    }

    private func run(_ targets: Int, _ adjust: (inout ScrapingWorld) -> Void = { _ in }) throws -> ScrapingResult {
        try ScrapingSimulator(world(targets, adjust)).run()
    }

    private func busyShare(_ result: ScrapingResult, cores: Int = 2, seconds: Int = 60) -> Double {
        result.shards[0].busy / (.seconds(cores * seconds))
    }

    @Test("Cores are as busy as the load that is offered", arguments: [20, 100, 180])
    func utilisation(targets: Int) throws {
        let result = try run(targets)
        #expect(result.due == targets * 60)
        #expect(abs(busyShare(result) - Double(targets) / 200) < 0.002)
        #expect(result.upToDate == result.due)
    }

    @Test("Nobody waits at low load: a scrape takes the network, the exposition and its own work")
    func lowLoad() throws {
        let result = try run(1) { $0.exposition = .constant(.milliseconds(4)) }
        let longest = try #require(result.scrapeTime.quantile(1)) / .milliseconds(1)
        #expect(abs(longest / 15 - 1) < 0.04)
        #expect(result.shards[0].longestQueue == 0)
    }

    @Test("Waiting follows the formula of M/D/1, where targets come at random")
    func waiting() throws {
        // A core and a thousand targets, each once: the points of a Poisson process, as far as a core can tell.
        let result = try run(50_000) { world in
            world.prometheus.cores = 1
            world.interval = .seconds(1_000)
            world.duration = .seconds(1_000)
            world.exposition = .constant(.zero)
            world.latency = .constant(.zero)
        }
        // Half of the core: who finds it idle takes 10 ms, and half of all do.
        let idle = try #require(result.scrapeTime.quantile(0.49)) / .milliseconds(1)
        #expect(abs(idle / 10 - 1) < 0.04)
        // P(wait ≤ t) = (1 - ρ) e^(λt) for t below one service time: three quarters wait 8.1 ms at most.
        let quartile = try #require(result.scrapeTime.quantile(0.75)) / .milliseconds(1)
        #expect(abs(quartile / 18.1 - 1) < 0.05)
    }

    @Test("Beyond what the cores can take, each scrape that came due is late or missed, and counted once")
    func overload() throws {
        let result = try run(400)
        #expect(result.due == 400 * 60)
        #expect(result.upToDate + result.late + result.timedOut + result.missed == result.due)
        #expect(busyShare(result) > 0.995)
        // Twice the load: a half is taken in.
        #expect(abs(Double(result.shards[0].scrapes) / Double(result.due) - 0.5) < 0.01)
        #expect(Double(result.missed) / Double(result.due) > 0.45)
        #expect(result.late > result.upToDate)
        #expect(result.timedOut == 0)
    }

    @Test("Who answers too late is given up, and costs no core")
    func timeouts() throws {
        let result = try run(10) { world in
            world.exposition = .uniform(.milliseconds(100)...(.milliseconds(700)))
            world.timeout = .milliseconds(401)
        }
        #expect(abs(Double(result.timedOut) / 600 - 0.5) < 0.07)
        #expect(result.timedOut + result.upToDate == 600)
        #expect(abs(busyShare(result) - Double(result.upToDate) / 600 * 0.05) < 0.001)
    }

    @Test("A scrape that takes longer than the interval has the next wait for it, and the one after left out")
    func oneWaits() throws {
        // 2.5 intervals each: at 0 the first begins, at 1 the second waits, at 2 the third is left out.
        let result = try run(1) { world in
            world.prometheus.costPerSample = .microseconds(1_000)
            world.seriesPerTarget = 2_500
            world.exposition = .constant(.zero)
            world.latency = .constant(.zero)
            world.duration = .seconds(3)
        }
        #expect(result.due == 3)
        #expect(result.late == 2)
        #expect(result.missed == 1)
    }

    @Test("Servers share the targets, each target by one of them")
    func shards() throws {
        let result = try run(400) { $0.shards = 4 }
        #expect(result.shards.count == 4)
        #expect(result.shards.map(\.targets).reduce(0, +) == 400)
        #expect(result.shards.allSatisfy { (70...130).contains($0.targets) })
        #expect(result.upToDate == result.due)
        for shard in result.shards {
            let share = shard.busy / .seconds(120)
            #expect(abs(share - Double(shard.targets) / 200) < 0.005)
        }
    }

    @Test("What is sent on is paid for")
    func remoteWrite() throws {
        let result = try run(100) { world in
            world.prometheus.remoteWrite = RemoteWriteModel()
            world.prometheus.remoteWrite?.costPerSample = .microseconds(5)
            world.prometheus.remoteWrite?.bytesPerSeries = 100
        }
        #expect(abs(busyShare(result) - 0.75) < 0.002)
        var model = PrometheusModel()
        model.baseBytes = 10
        #expect(model.bytes(series: 3) == 10 + 3 * 4_096)
        model.remoteWrite = RemoteWriteModel()
        model.remoteWrite?.bytesPerSeries = 100
        #expect(model.bytes(series: 3) == 10 + 3 * 4_196)
    }

    @Test("The same world gives the same result, and another seed another")
    func determinism() throws {
        let adjust: (inout ScrapingWorld) -> Void = { $0.exposition = .exponential(mean: .milliseconds(5)) }
        let first = try run(150, adjust)
        #expect(try run(150, adjust) == first)
        let other = try run(150) { world in
            adjust(&world)
            world.seed = 2
        }
        #expect(other.digest != first.digest)
    }

    private static let refused: [(String, @Sendable (inout ScrapingWorld) -> Void)] = [
        ("targets", { $0.targets = 0 }),
        ("shards", { $0.shards = 0 }),
        ("cores", { $0.prometheus.cores = 0 }),
        ("interval", { $0.interval = .seconds(61) }),
        ("timeout", { $0.timeout = .seconds(2) }),
        ("seriesPerTarget", { $0.seriesPerTarget = 0 }),
        ("memoryBytes", { $0.prometheus.memoryBytes = 0 }),
        ("costPerSample", { $0.prometheus.costPerSample = .seconds(1) }),
        ("bytesPerScrape", { $0.bytesPerScrape = -1 }),
        ("exposition", { $0.exposition = .constant(.seconds(-1)) }),
        ("duration", { ($0.targets, $0.duration) = (1_000_000, .seconds(101)) }),
    ]

    @Test("A world that makes no sense is refused by name", arguments: refused.indices)
    func refusals(place: Int) throws {
        let (name, adjust) = Self.refused[place]
        let error = #expect(throws: SimulationError.self) { try run(1, adjust) }
        #expect(error?.name == name)
    }
}
