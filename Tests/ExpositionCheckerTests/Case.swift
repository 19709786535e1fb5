import ExpositionChecker
import Testing

/// A body and all that is to be found in it, as `LINE: MESSAGE`.
struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let body: String
    let findings: [String]

    init(_ name: String, _ body: String, _ findings: String...) {
        self.init(name, body, findings: findings)
    }

    init(_ name: String, _ body: String, findings: [String]) {
        testDescription = name
        self.body = body
        self.findings = findings
    }

    /// Checks the body, which lacks the end that every OpenMetrics body has.
    func expect(_ checker: ExpositionChecker) {
        let end = checker.format == .openMetrics ? "# EOF\n" : ""
        expectWhole(checker, body + end)
    }

    /// Checks the body as it is.
    func expectWhole(_ checker: ExpositionChecker) { expectWhole(checker, body) }

    private func expectWhole(_ checker: ExpositionChecker, _ body: String) {
        #expect(checker.check(body.utf8).map(\.description) == findings.map { "line \($0)" })
    }
}
