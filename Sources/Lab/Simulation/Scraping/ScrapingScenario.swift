import Simulation

/// A scenario of servers that scrape targets, and what is varied in it. Every member is described in
/// `docs/simulation-scenario.schema.json`.
struct ScrapingScenario: Sendable {
    /// One world of it.
    struct Variant: Sendable {
        let combination: ScenarioFrame.Combination
        let world: ScrapingWorld
        /// Of the scrapes that come due, those that must be taken in before the next for a server to keep up.
        let keptUpShare: Double
    }

    let name: String
    let title: String
    let question: String
    let variants: [Variant]

    /// - Parameter seed: replaces the file's.
    init(_ document: JSONValue, name: String, seed: UInt64?) throws(LabError) {
        let frame = try ScenarioFrame(document, name: name, seed: seed)
        (self.name, title, question) = (frame.name, frame.title, frame.question)
        variants = try frame.variants { (object, combination) throws(LabError) in
            var world = ScrapingWorld()
            world.seed = combination.seed
            try object.take("duration", into: &world.duration)
            try object.inside("network") { (network) throws(LabError) in
                try network.take("latency", into: &world.latency)
            }
            var keptUpShare = 0.999
            try object.inside("scraping") { (scraping) throws(LabError) in
                try scraping.take(into: &world)
                try scraping.take("keptUpShare", into: &keptUpShare)
                guard keptUpShare > 0, keptUpShare <= 1 else {
                    let path = scraping.path(to: "keptUpShare")
                    throw ScenarioObject.refusal(path, .number(keptUpShare), "above 0, at most 1")
                }
            }
            do throws(SimulationError) { try world.validate() } catch { throw LabError("\(error)") }
            return Variant(combination: combination, world: world, keptUpShare: keptUpShare)
        }
    }
}

extension ScenarioObject {
    fileprivate mutating func take(into world: inout ScrapingWorld) throws(LabError) {
        try take("targets", into: &world.targets)
        try take("seriesPerTarget", into: &world.seriesPerTarget)
        try take("bytesPerScrape", into: &world.bytesPerScrape)
        try take("exposition", into: &world.exposition)
        try take("interval", into: &world.interval)
        try take("timeout", into: &world.timeout)
        try take("shards", into: &world.shards)
        try inside("prometheus") { (prometheus) throws(LabError) in
            try prometheus.take("cores", into: &world.prometheus.cores)
            try prometheus.take("memoryBytes", into: &world.prometheus.memoryBytes)
            try prometheus.take("baseBytes", into: &world.prometheus.baseBytes)
            try prometheus.take("bytesPerSeries", into: &world.prometheus.bytesPerSeries)
            try prometheus.take("costPerSample", into: &world.prometheus.costPerSample)
            try prometheus.inside("remoteWrite") { (remote) throws(LabError) in
                var model = RemoteWriteModel()
                try remote.take("costPerSample", into: &model.costPerSample)
                try remote.take("bytesPerSample", into: &model.bytesPerSample)
                try remote.take("bytesPerSeries", into: &model.bytesPerSeries)
                world.prometheus.remoteWrite = model
            }
        }
    }
}
