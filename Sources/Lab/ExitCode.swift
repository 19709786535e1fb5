/// The exit codes of `lab`, from sysexits(3) where it has one.
enum ExitCode: Int32, Codable {
    /// Everything asked for was done, and no verdict is "failed".
    case success = 0
    /// The lab worked; an experiment's verdict is "failed", or an exposition has findings.
    case verdictFailed = 1
    /// The command line was wrong.
    case usage = 2
    /// A file cannot be read, a tool is missing, a port is taken, a service did not become ready, no lab is running, or
    /// all that was asked for had to be skipped.
    case unavailable = 69
    /// Ended by SIGINT, SIGTERM or SIGHUP, or because nobody reads the output any more.
    case interrupted = 130
}

/// Why a command could not be carried out: one line for the user, and the program's exit code.
struct LabError: Error, Equatable, CustomStringConvertible {
    let message: String
    let exitCode: ExitCode

    init(_ message: String, exitCode: ExitCode = .unavailable) {
        self.message = message
        self.exitCode = exitCode
    }

    var description: String { message }
}
