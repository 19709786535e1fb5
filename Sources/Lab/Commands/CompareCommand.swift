import Foundation

/// `lab compare A B`: prints two runs' figures with their change, and writes a page with both.
struct CompareCommand {
    static let fileName = "compare.html"

    let first: String
    let second: String
    /// Where runs named by their id lie.
    let output: String

    func execute() throws(LabError) -> ExitCode {
        let (a, b) = (try RunDirectory.open(first, in: output), try RunDirectory.open(second, in: output))
        let comparison = Comparison(first: try Results.read(from: a), second: try Results.read(from: b))
        let page = ComparisonPage(
            comparison: comparison,
            firstCurves: try ReportWriter.curves(of: comparison.first, in: a),
            secondCurves: try ReportWriter.curves(of: comparison.second, in: b)
        )
        // Beside the second run's own report: it is the one that is looked at, against an older one.
        try b.write(page.html, to: Self.fileName)
        try StandardStream.output.deliver(
            "\(ComparisonTable(comparison: comparison).text)\n\npage: \(b.path)/\(Self.fileName)\n"
        )
        return .success
    }
}
