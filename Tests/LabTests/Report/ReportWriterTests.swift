import Foundation
import Testing

@testable import Lab

@Suite struct ReportWriterTests {
    private func withRun(_ body: (RunDirectory, String) throws -> Void) throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "lab report \(UUID().uuidString)").path
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: output) } }
        let (directory, _) = try RunDirectory.create(
            in: output,
            options: RunOptions(),
            startedAt: Date(timeIntervalSince1970: 0)
        )
        try directory.makeCurrent()
        try FileManager.default.createDirectory(atPath: directory.experiment("hang"), withIntermediateDirectories: true)
        try directory.write(ReportFixture.results([ReportFixture.experiment()]), to: Results.fileName)
        try body(directory, output)
    }

    private func report(_ directory: RunDirectory) throws -> String {
        let path = try ReportWriter.write(try Results.read(from: directory), in: directory)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func whatTheRunHasKeptGivesTheSameReportAgain() throws {
        try withRun { directory, output in
            try directory.write(ReportFixture.curves(), to: "hang/curves.json", isCompact: true)
            try directory.write(#"{"experiment": {"description": "Nobody answers."}}"#, to: "hang/journal.json")
            let first = try report(directory)
            #expect(first.contains("<p>Nobody answers.</p>") && first.contains("hang-answers-full-t"))
            let code = try ReportCommand(run: nil, output: output).execute()
            #expect(code == .success)
            let second = try String(contentsOfFile: "\(directory.path)/index.html", encoding: .utf8)
            #expect(second == first)
        }
    }

    @Test func aRunOfAnOlderLabHasAReportWithoutCurves() throws {
        try withRun { directory, _ in
            let page = try report(directory)
            #expect(page.contains("No curves were taken of this experiment."))
        }
    }

    /// Chaos Toolkit may have been killed while it wrote: the verdict says so, and the report is written.
    @Test func aDamagedJournalIsNoReasonToHaveNoReport() throws {
        try withRun { directory, _ in
            try directory.write("{\"exper", to: "hang/journal.json")
            let page = try report(directory)
            #expect(page.contains("<h2 id=\"hang\">"))
        }
    }

    @Test(arguments: ["{}", "{\"cur", nil])
    func damagedCurvesAreOneClearLine(text: String?) throws {
        try withRun { directory, _ in
            var short = ReportFixture.curves()
            short.schema = 2
            if let text {
                try directory.write(text, to: "hang/curves.json")
            } else {
                try directory.write(short, to: "hang/curves.json")
            }
            let error = #expect(throws: LabError.self) { try report(directory) }
            #expect(error?.message.hasSuffix("hang/curves.json is damaged, or not of this version of lab") == true)
        }
    }

    @Test func twoRunsAreComparedIntoTheSecondsFolder() throws {
        try withRun { directory, output in
            let command = CompareCommand(first: "current", second: "1970-01-01T000000Z", output: output)
            let code = try command.execute()
            #expect(code == .success)
            #expect(FileManager.default.fileExists(atPath: "\(directory.path)/compare.html"))
        }
    }

    @Test func aRunWithoutPrometheusDataCannotBeOpened() throws {
        try withRun { _, output in
            let progress = Progress {
                nil
            } write: { _ in
            }
            let command = OpenCommand(
                run: nil,
                output: output,
                basePort: nil,
                interruption: Interruption(),
                progress: progress
            )
            let error = #expect(throws: LabError.self) { try command.execute() }
            #expect(error?.message.hasSuffix("has no data of Prometheus") == true)
        }
    }

    @Test func theLinkIntoAFinishedRunShowsItsTime() {
        let link = OpenCommand.graphLink("http://127.0.0.1:18000", from: 1_000, to: 1_060.5)
        #expect(link.hasPrefix("http://127.0.0.1:18000/graph?g0.expr=sum%20by%20"))
        #expect(link.hasSuffix("&g0.end_input=1970-01-01%2000%3A17%3A41&g0.range_input=61s"))
    }

    @Test func lookingAtAnOldRunRemovesNothingAndScrapesNothing() {
        let arguments = Topology(basePort: 18_000).openPrometheusArguments(folder: "/run")
        #expect(arguments.contains("--storage.tsdb.retention.time=100y"))
        #expect(arguments.contains("--config.file=/run/prometheus-open.yml"))
    }
}
