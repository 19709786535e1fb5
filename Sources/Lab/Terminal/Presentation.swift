import Foundation

/// How a command shows what it does and what came of it.
struct Presentation: Equatable, Sendable {
    /// No progress: only the results, and what goes wrong.
    var isQuiet = false
    /// The results as one JSON document on stdout, as in `results.json`; progress goes to stderr.
    var isJSON = false

    /// Where progress goes.
    var progressStream: StandardStream { isJSON ? .error : .output }

    /// Shows the results of a command that has ended its progress.
    ///
    /// - Parameter footer: what follows them for people.
    func show(_ results: Results, footer: String = "") throws(LabError) {
        if isJSON {
            StandardStream.output.write(String(decoding: try RunDirectory.json(results), as: UTF8.self))
        } else {
            StandardStream.output.write("\(isQuiet ? "" : "\n")\(ScoreboardTable.text(results))\n\(footer)")
        }
    }
}
