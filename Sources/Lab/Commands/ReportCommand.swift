/// `lab report`: prints a run's scoreboard again, and writes its report anew from what the run has kept.
struct ReportCommand {
    let run: String?
    let output: String

    func execute() throws(LabError) -> ExitCode {
        let directory = try RunDirectory.open(run, in: output)
        let results = try Results.read(from: directory)
        // First, since it needs no room and no curves.
        StandardStream.output.write("\(ScoreboardTable.text(results))\n")
        StandardStream.output.write("\nreport: \(try ReportWriter.write(results, in: directory))\n")
        return .success
    }
}
