import Glibc
import Foundation

/// The program `lab`: runs the services on one machine under real faults and judges them by Prometheus.
@main
struct Main {
    nonisolated static func main() {
        let code: ExitCode
        do {
            code = try execute(try CommandLineParser.parse(Array(CommandLine.arguments.dropFirst())))
        } catch let error as LabError {
            // An interruption has been announced already, when it came.
            if error.exitCode != .interrupted { FileHandle.standardError.write(Data("lab: \(error.message)\n".utf8)) }
            code = error.exitCode
        } catch {
            FileHandle.standardError.write(Data("lab: \(error)\n".utf8))
            code = .unavailable
        }
        exit(code.rawValue)
    }

    private static func execute(_ command: Command) throws -> ExitCode {
        switch command {
        case .help:
            print(Usage.text, terminator: "")
        case .control(let request, let output):
            let socket = ProcessInfo.processInfo.environment["LAB_CONTROL"]
            let path = try socket ?? RunDirectory.open(nil, in: output).controlSocket
            print(try ControlClient(path: path).send(request))
        case .report(let run, let output):
            let directory = try RunDirectory.open(run, in: output)
            print(ScoreboardTable.text(try directory.read(Results.self, from: Results.fileName)))
        case .run(let options):
            let (interruption, progress) = listen()
            return try RunCommand(options: options, interruption: interruption, progress: progress).execute()
        case .up(let options):
            let (interruption, progress) = listen()
            return try UpCommand(options: options, interruption: interruption, progress: progress).execute()
        case .chaos(let experiment, let run, let output):
            let (interruption, progress) = listen()
            return try ChaosCommand(
                experiment: experiment,
                run: run,
                output: output,
                interruption: interruption,
                progress: progress
            ).execute()
        }
        return .success
    }

    private static func listen() -> (Interruption, Progress) {
        let progress = Progress.standard()
        let interruption = Interruption()
        interruption.listen { request in
            progress.note(request == 1 ? "interrupted: stopping …" : "interrupted again: killing …")
        }
        return (interruption, progress)
    }
}
