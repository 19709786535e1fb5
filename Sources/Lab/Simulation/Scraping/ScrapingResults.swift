import Foundation
import Simulation

/// What `lab simulate --json` puts out of a scenario that scrapes.
struct ScrapingResults: Sendable {
    let scenario: ScrapingScenario
    /// In the scenario's order.
    let variants: [ScrapingVariantResult]

    func json() throws -> String {
        let head = SimulationResults.Head(
            scenario: scenario.name,
            title: scenario.title,
            question: scenario.question
        )
        return try SimulationResults.json(head, variants)
    }
}

/// What one world came to.
struct ScrapingVariantResult: Encodable, Sendable {
    let name: String
    /// By axis.
    let choices: [String: String]
    let seed: UInt64
    /// In seconds.
    let duration: Double
    let events: Int
    /// Of all events in their order, in hexadecimal digits.
    let digest: String
    let scraping: ScrapingFigures

    init(_ variant: ScrapingScenario.Variant, _ result: ScrapingResult) {
        let combination = variant.combination
        name = combination.name
        choices = Dictionary(uniqueKeysWithValues: combination.choices.map { ($0.axis, $0.value) })
        seed = variant.world.seed
        duration = variant.world.duration / .seconds(1)
        events = result.events
        digest = String(format: "%016lx", result.digest)
        scraping = ScrapingFigures(result, of: variant)
    }
}

/// What became of the scrapes, and what that took.
struct ScrapingFigures: Encodable, Sendable {
    /// What a server has too little of.
    enum Shortage: String, Encodable, Sendable, CaseIterable {
        case processors, memory
    }

    let targets, shards: Int
    /// Seconds.
    let interval: Double
    let series: Int
    /// Scrapes that came due, and what became of them.
    let due, upToDate, late, timedOut, missed: Int
    /// What is exposed in a second; of remote write, nil where there is none.
    let samplesPerSecond, bytesPerSecond: Double
    let remoteBytesPerSecond: Double?
    /// What was taken in while scrapes came due.
    let takenInPerSecond: Double
    /// Seconds; nil where nothing was taken in.
    let scrapeTime: GroupFigures.Latency?
    /// Of all servers together.
    let coresBusy, memoryBytes: Double
    let fullest: Fullest
    /// Empty where every server has enough.
    let shortages: [Shortage]

    /// The server with most targets: where they come to an end first.
    struct Fullest: Encodable, Sendable {
        let targets: Int
        let coresBusy, memoryBytes: Double
        let longestQueue: Int
    }

    init(_ result: ScrapingResult, of variant: ScrapingScenario.Variant) {
        let world = variant.world
        let seconds = world.duration / .seconds(1)
        func memory(_ shard: ShardResult) -> Double {
            world.prometheus.bytes(series: shard.targets * world.seriesPerTarget)
        }
        targets = world.targets
        shards = world.shards
        interval = world.interval / .seconds(1)
        series = world.targets * world.seriesPerTarget
        (due, upToDate, late) = (result.due, result.upToDate, result.late)
        (timedOut, missed) = (result.timedOut, result.missed)
        let samples = Double(series) / interval
        samplesPerSecond = samples
        bytesPerSecond = Double(world.targets) * world.bytesPerScrape / interval
        remoteBytesPerSecond = world.prometheus.remoteWrite.map { $0.bytesPerSample * samples }
        let scrapes = result.shards.reduce(0) { $0 + $1.scrapes }
        takenInPerSecond = Double(scrapes * world.seriesPerTarget) / seconds
        scrapeTime = GroupFigures.Latency(result.scrapeTime)
        coresBusy = result.shards.reduce(.zero) { $0 + $1.busy } / world.duration
        memoryBytes = result.shards.reduce(0) { $0 + memory($1) }
        // There is one at least.
        let shard = result.shards.max { $0.targets < $1.targets } ?? result.shards[0]
        fullest = Fullest(
            targets: shard.targets,
            coresBusy: shard.busy / world.duration,
            memoryBytes: memory(shard),
            longestQueue: shard.longestQueue
        )
        var shortages: [Shortage] = []
        let isIdleNever = fullest.coresBusy > 0.99 * Double(world.prometheus.cores)
        if result.upToDateShare < variant.keptUpShare || isIdleNever { shortages.append(.processors) }
        if fullest.memoryBytes > world.prometheus.memoryBytes { shortages.append(.memory) }
        self.shortages = shortages
    }
}
