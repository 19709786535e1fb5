import Foundation
import Synchronization

/// Runs the experiments that are started on the page, as `lab chaos` in another terminal would: in a process of its own,
/// with the same lock, clean-up, verdict and report. Thread-safe.
final class ExperimentDesk: Sendable {
    /// Where the last experiment that was started here stands.
    struct Progress: Encodable, Equatable, Sendable {
        /// nil where none runs.
        var running: String?
        /// What it does, or how it ended.
        var message = ""
    }

    static let processName = "chaos-from-page"

    private let supervisor: Supervisor
    private let directory: RunDirectory
    private let program: String
    private let experiments: [String]
    private let state = Mutex(Progress())

    /// - Parameter program: the path of `lab`.
    init(supervisor: Supervisor, directory: RunDirectory, program: String, experiments: [String]) {
        self.supervisor = supervisor
        self.directory = directory
        self.program = program
        self.experiments = experiments
    }

    private var output: String { "\(directory.path)/logs/\(Self.processName).out" }
    private var errors: String { directory.errorLog(Self.processName) }

    /// Starts an experiment, or throws where there is none of that name or one runs already.
    func start(_ name: String) throws(LabError) {
        guard experiments.contains(name) else {
            let known = experiments.joined(separator: ", ")
            throw LabError("no experiment \"\(name.prefix(80))\": there are \(known)", exitCode: .usage)
        }
        _ = look()
        try state.withLock { state throws(LabError) in
            if let running = state.running {
                throw LabError("\(running) is running: wait until it has ended, or end it")
            }
            // Whoever holds it runs one in a terminal. The process takes it again: this is for a clear answer at once.
            _ = try ExperimentLock(directory)
            for path in [output, errors] { unlink(path) }
            supervisor.add(
                ProcessSpec(
                    name: Self.processName,
                    program: program,
                    arguments: ["chaos", name, "--run", directory.path],
                    environment: ProcessInfo.processInfo.environment,
                    outputPath: output,
                    errorPath: errors
                )
            )
            state = Progress(running: name, message: "starting")
        }
    }

    /// Asks the running experiment to end; it heals the lab first.
    func end() throws(LabError) {
        guard look().running != nil else { throw LabError("no experiment that was started here is running") }
        supervisor.terminate(Self.processName)
    }

    /// Where it stands now.
    func look() -> Progress {
        state.withLock { state in
            guard let name = state.running else { return state }
            if let end = supervisor.status(of: Self.processName)?.lastEnd {
                let reason = RunDirectory.tail(errors, lines: 1).first
                state = Progress(running: nil, message: Self.message(name, end, reason: reason))
            } else if let phase = Self.phase(RunDirectory.tail(output, lines: 40)) {
                state.message = phase
            }
            return state
        }
    }

    /// The newest line that is no figure of the moment, which are indented.
    static func phase(_ lines: [String]) -> String? { lines.last { !$0.hasPrefix(" ") && !$0.isEmpty } }

    /// - Parameter reason: the last line on standard error.
    static func message(_ name: String, _ end: ProcessEnd, reason: String?) -> String {
        switch end {
        case .exited(ExitCode.success.rawValue): return "\(name): passed"
        case .exited(ExitCode.verdictFailed.rawValue): return "\(name): failed"
        case .exited(ExitCode.interrupted.rawValue): return "\(name) was ended, and the lab healed"
        default:
            guard let reason else { return "\(name): skipped, or it could not run (\(end))" }
            return "\(name): \(reason.hasPrefix("lab: ") ? String(reason.dropFirst(5)) : reason)"
        }
    }
}
