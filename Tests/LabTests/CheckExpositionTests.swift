import ExpositionChecker
import Foundation
import Testing

@testable import Lab

@Suite struct CheckExpositionTests {
    private func parse(_ line: String) throws(LabError) -> Command {
        try CommandLineParser.parse(line.split(separator: " ").map(String.init))
    }

    @Test func optionsComeInAnyOrder() throws {
        #expect(try parse("check-exposition") == .checkExposition(CheckExpositionOptions()))
        #expect(try parse("check-exposition -") == .checkExposition(CheckExpositionOptions()))
        #expect(
            try parse("check-exposition --ordered body.txt --format openmetrics")
                == .checkExposition(
                    CheckExpositionOptions(format: .openMetrics, requiresOrder: true, file: "body.txt")
                )
        )
        #expect(
            try parse("check-exposition --format text a/b")
                == .checkExposition(CheckExpositionOptions(format: .text, file: "a/b"))
        )
        #expect(try parse("check-exposition --help") == .help)
    }

    @Test(arguments: [
        ("check-exposition --format", "--format without a value: text or openmetrics"),
        ("check-exposition --format json", "--format json: text or openmetrics"),
        (
            "check-exposition a b",
            "unexpected \"b\": check-exposition takes one FILE or -, --format FORMAT and --ordered"
        ),
        (
            "check-exposition - -",
            "unexpected \"-\": check-exposition takes one FILE or -, --format FORMAT and --ordered"
        ),
        (
            "check-exposition -x",
            "unexpected \"-x\": check-exposition takes one FILE or -, --format FORMAT and --ordered"
        ),
    ])
    func everyErrorSaysWhatIsWrong(line: String, message: String) {
        #expect(throws: LabError(message, exitCode: .usage)) { try parse(line) }
    }

    @Test func theFormatIsFoundOut() {
        func findings(_ body: String, _ options: CheckExpositionOptions = CheckExpositionOptions()) -> [String] {
            CheckExpositionCommand.findings(in: Array(body.utf8), options).map(\.description)
        }
        let counter = "# TYPE a counter\na_total 1\n\nb 1\n"
        #expect(findings(counter) == [])
        #expect(findings(counter + "# EOF\n") == ["line 3: blank line"])
        #expect(findings(counter + "# EOF\n", CheckExpositionOptions(format: .text)) == [])
        #expect(
            findings(counter, CheckExpositionOptions(format: .openMetrics))
                == ["line 3: blank line", "line 4: no # EOF at the end"]
        )
        #expect(findings("b 1\na 1\n") == [])
        #expect(
            findings("b 1\na 1\n", CheckExpositionOptions(requiresOrder: true)) == ["line 2: a out of order: after b"]
        )
    }

    @Test func theExitCodeSaysWhetherAnythingWasFound() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "exposition-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let command = CheckExpositionCommand(options: CheckExpositionOptions(file: file))
        let error = #expect(throws: LabError.self) { try command.execute() }
        #expect(error?.exitCode == .unavailable)
        #expect(error?.message == "cannot read \(file): No such file or directory")
        try Data("a 1\n".utf8).write(to: URL(filePath: file))
        #expect(try command.execute() == .success)
        try Data("a 1\n# EOF".utf8).write(to: URL(filePath: file))
        #expect(try command.execute() == .verdictFailed)
    }

    @Test func theHelpNamesIt() {
        #expect(Usage.text.contains("lab check-exposition [--format text|openmetrics] [--ordered] [FILE|-]"))
    }
}
