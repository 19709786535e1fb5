import Foundation
import Simulation
import Testing

@testable import Lab

@Suite struct ScrapingScenarioTests {
    private static let sound = """
        {
          "schema": 1, "title": "t", "question": "q", "seed": 3, "duration": "20s", "network": {"latency": "1ms"},
          "scraping": {
            "targets": 10, "seriesPerTarget": 2000, "bytesPerScrape": 50000, "exposition": {"exponential": "2ms"},
            "interval": "2s", "timeout": "1s", "shards": 2, "keptUpShare": 0.9,
            "prometheus": {"cores": 1, "memoryBytes": 50000000, "baseBytes": 1000000, "bytesPerSeries": 3000,
              "costPerSample": "2us",
              "remoteWrite": {"costPerSample": "1us", "bytesPerSample": 5, "bytesPerSeries": 500}}},
          "sweep": [
            {"name": "targets", "values": [
              {"name": "10", "set": {}}, {"name": "1,000", "set": {"scraping.targets": 1000}}]},
            {"name": "remote write", "values": [
              {"name": "on", "set": {}}, {"name": "off", "set": {"scraping.prometheus.remoteWrite": null}}]}]
        }
        """

    private func read(_ text: String = sound, seed: UInt64? = nil) throws -> ScrapingScenario {
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        return try ScrapingScenario(document, name: "test", seed: seed)
    }

    @Test func everythingGivenIsInTheWorld() throws {
        let scenario = try read()
        #expect(scenario.variants.map(\.combination.name).first == "targets 10, remote write on")
        var world = ScrapingWorld()
        world.seed = 3
        world.duration = .seconds(20)
        world.latency = .constant(.milliseconds(1))
        world.targets = 10
        world.seriesPerTarget = 2_000
        world.bytesPerScrape = 50_000
        world.exposition = .exponential(mean: .milliseconds(2))
        world.interval = .seconds(2)
        world.timeout = .seconds(1)
        world.shards = 2
        world.prometheus.cores = 1
        world.prometheus.memoryBytes = 50_000_000
        world.prometheus.baseBytes = 1_000_000
        world.prometheus.bytesPerSeries = 3_000
        world.prometheus.costPerSample = .microseconds(2)
        var remote = RemoteWriteModel()
        remote.costPerSample = .microseconds(1)
        remote.bytesPerSample = 5
        remote.bytesPerSeries = 500
        world.prometheus.remoteWrite = remote
        #expect(scenario.variants[0].world == world)
        #expect(scenario.variants[0].keptUpShare == 0.9)
        world.prometheus.remoteWrite = nil
        #expect(scenario.variants[1].world == world)
        world.targets = 1_000
        #expect(scenario.variants[3].world == world)
        #expect(try read(seed: 9).variants[0].world.seed == 9)
    }

    @Test(
        "What is wrong is told in one line: where, what is there, and what would do",
        arguments: [
            (#""timeout": "1s""#, #""timeout": 1"#, "scraping.timeout is 1: a duration such as"),
            (#""timeout": "1s""#, #""timeout": "3s""#, "timeout must be above 0, at most the interval"),
            (#""shards": 2"#, #""shard": 2"#, "scraping.shard is unknown; accepted are targets, seriesPerTarget"),
            (#""cores": 1"#, #""cores": 0"#, "cores must be 1 to 1024"),
            (#""cores": 1"#, #""cpus": 1"#, "scraping.prometheus.cpus is unknown; accepted are cores"),
            (#""bytesPerSample": 5"#, #""bytes": 5"#, "scraping.prometheus.remoteWrite.bytes is unknown"),
            (#""bytesPerSample": 5"#, #""bytesPerSample": -5"#, "remoteWrite.bytesPerSample must be 0 to 1e9"),
            (#""keptUpShare": 0.9"#, #""keptUpShare": 2"#, "scraping.keptUpShare is 2: above 0, at most 1"),
            (#""seed": 3"#, #""seed": -3"#, "seed is -3: 0 or more"),
            (#""seed": 3"#, #""clients": []"#, "clients is unknown; accepted are schema, title"),
            (#""schema": 1"#, #""schema": 2"#, "schema is missing or another"),
            ("scraping.targets", "scraping.target", "targets 1,000, remote write on: scraping.target is unknown"),
        ]
    )
    func refusals(from: String, to: String, message: String) throws {
        let text = Self.sound.replacing(from, with: to)
        #expect(text != Self.sound)
        let error = #expect(throws: LabError.self) { try read(text) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("\n") == false)
    }

    @Test func resultsAreWhatHappened() throws {
        let results = try ScenarioRun.run(try read(), jobs: 2)
        #expect(try ScenarioRun.run(try read(), jobs: 1).json() == results.json())
        let (few, plain, many) = (results.variants[0], results.variants[1], results.variants[2])
        for variant in results.variants {
            let figures = variant.scraping
            #expect(figures.due == figures.targets * 10)
            #expect(figures.upToDate + figures.late + figures.timedOut + figures.missed == figures.due)
            #expect(figures.series == figures.targets * 2_000)
            #expect(figures.bytesPerSecond == Double(figures.targets) * 25_000)
            #expect(figures.samplesPerSecond == Double(figures.targets) * 1_000)
        }
        // Ten scrapes in two seconds, of 2,000 samples for 3 µs each, are 30 ms of a core in each second.
        #expect(abs(few.scraping.coresBusy - 0.03) < 0.001)
        #expect(abs(few.scraping.takenInPerSecond - 10_000) < 1)
        #expect(few.scraping.shortages == [])
        #expect(few.scraping.memoryBytes == 2 * 1_000_000 + 20_000 * 3_500)
        #expect(few.scraping.remoteBytesPerSecond == 50_000)
        #expect(abs(plain.scraping.coresBusy - 0.02) < 0.001)
        #expect(plain.scraping.remoteBytesPerSecond == nil)
        // A thousand would want 3 cores, and there is one in each of the two servers; and 1.75 GB of memory in each.
        #expect(many.scraping.shortages == [.processors, .memory])
        #expect(many.scraping.fullest.targets >= 500)
        #expect(many.scraping.fullest.coresBusy > 0.98)
        #expect(ScrapingTable.text(results).contains("processors, memory"))
    }

    @Test func aFileIsReadForWhatItIs() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scraping-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "own.json").path
        try Data(Self.sound.utf8).write(to: URL(filePath: path))
        #expect(try ScenarioFile.read(path, name: "own", seed: nil) is ScrapingScenario)
        try Data(Self.sound.replacing(#""scraping""#, with: #""scrapping""#).utf8).write(to: URL(filePath: path))
        let error = #expect(throws: LabError.self) { try ScenarioFile.read(path, name: "own", seed: nil) }
        #expect(error?.message.hasPrefix("\(path): ") == true)
    }
}
