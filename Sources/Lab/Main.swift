import Glibc
import Foundation

/// The program `lab`: runs the services on one machine under real faults and judges them by Prometheus.
@main
struct Main {
    nonisolated static func main() {
        StandardStream.prepare()
        let code: ExitCode
        do {
            code = try execute(try CommandLineParser.parse(Array(CommandLine.arguments.dropFirst())))
        } catch let error as LabError {
            // An interruption has been announced already, when it came.
            if error.exitCode != .interrupted { StandardStream.error.write("lab: \(error.message)\n") }
            code = error.exitCode
        } catch {
            StandardStream.error.write("lab: \(error.localizedDescription)\n")
            code = .unavailable
        }
        exit(code.rawValue)
    }

    private static func execute(_ command: Command) throws -> ExitCode {
        switch command {
        case .help:
            try StandardStream.output.deliver(Usage.text)
        case .control(let request, let run, let output):
            let given = run == nil ? ProcessInfo.processInfo.environment["LAB_CONTROL"] : nil
            let path = try given ?? RunDirectory.open(run, in: output).controlSocket
            try StandardStream.output.deliver("\(try ControlClient(path: path).send(request))\n")
        case .report(let run, let output):
            return try ReportCommand(run: run, output: output).execute()
        case .judge(let journal):
            return try JudgeCommand(journal: journal).execute()
        case .compare(let first, let second, let output):
            return try CompareCommand(first: first, second: second, output: output).execute()
        case .open(let run, let output, let basePort):
            return try interruptible(Presentation()) { interruption, progress in
                try OpenCommand(
                    run: run,
                    output: output,
                    basePort: basePort,
                    interruption: interruption,
                    progress: progress
                ).execute()
            }
        case .checkExposition(let options):
            return try CheckExpositionCommand(options: options).execute()
        case .simulate(let options):
            return try SimulateCommand(options: options).execute()
        case .run(let options, let presentation):
            return try interruptible(presentation) { interruption, progress in
                try RunCommand(
                    options: options,
                    interruption: interruption,
                    progress: progress,
                    presentation: presentation
                ).execute()
            }
        case .up(let options):
            return try interruptible(Presentation()) { interruption, progress in
                try UpCommand(options: options, interruption: interruption, progress: progress).execute()
            }
        case .chaos(let options, let presentation):
            return try interruptible(presentation) { interruption, progress in
                try ChaosCommand(
                    options: options,
                    presentation: presentation,
                    interruption: interruption,
                    progress: progress
                ).execute()
            }
        }
        return .success
    }

    /// Runs a command that shows progress and cleans up when it is interrupted.
    private static func interruptible(
        _ presentation: Presentation,
        _ body: (Interruption, Progress) throws -> ExitCode
    ) throws -> ExitCode {
        let interruption = Interruption()
        let stream = presentation.progressStream
        let progress = Progress(isQuiet: presentation.isQuiet) {
            stream.columns
        } write: {
            if !stream.write($0), interruption.request() {
                StandardStream.error.write("lab: nobody reads the output any more: stopping …\n")
            }
        }
        interruption.listen { request in
            progress.note(request == 1 ? "interrupted: stopping …" : "interrupted again: killing …")
        }
        let code = try body(interruption, progress)
        // Also when it came while everything was being stopped.
        return interruption.requests > 0 ? .interrupted : code
    }
}
