import Foundation

/// Writes a run's report from what lies in its folder.
enum ReportWriter {
    static let fileName = "index.html"

    /// - Returns: the report's path.
    static func write(_ results: Results, in directory: RunDirectory) throws(LabError) -> String {
        var descriptions: [String: String] = [:]
        for experiment in results.experiments {
            descriptions[experiment.name] = description(of: experiment, in: directory)
        }
        let page = ReportPage(
            results: results,
            curves: try curves(of: results, in: directory),
            descriptions: descriptions
        )
        try directory.write(page.html, to: fileName)
        return "\(directory.path)/\(fileName)"
    }

    /// What the experiment's journal says it is about.
    private static func description(of experiment: ExperimentResult, in directory: RunDirectory) -> String? {
        guard let journal = experiment.journal, exists(journal, in: directory) else { return nil }
        do throws(LabError) {
            return try directory.read(JSONValue.self, from: journal)["experiment"]?["description"]?.string
        } catch {
            // A journal that cannot be read is the verdict's reason already, and no reason to have no report.
            return nil
        }
    }

    /// The curves of every experiment that has some.
    static func curves(of results: Results, in directory: RunDirectory) throws(LabError) -> [String: CurveSet] {
        var curves: [String: CurveSet] = [:]
        for experiment in results.experiments {
            let file = "\(experiment.name)/\(CurveSet.fileName)"
            guard exists(file, in: directory) else { continue }
            let set = try directory.read(CurveSet.self, from: file)
            guard set.schema == CurveSet.currentSchema, set.isWhole else {
                throw LabError("\(directory.path)/\(file) is damaged, or not of this version of lab")
            }
            curves[experiment.name] = set
        }
        return curves
    }

    private static func exists(_ file: String, in directory: RunDirectory) -> Bool {
        FileManager.default.fileExists(atPath: "\(directory.path)/\(file)")
    }
}
