/// What to run, and where its output goes.
struct ProcessSpec: Sendable {
    /// Unique within a supervisor.
    var name: String
    /// Absolute path of the program.
    var program: String
    var arguments: [String] = []
    /// The whole environment; nothing is inherited.
    var environment: [String: String]
    /// Files that stdout and stderr are appended to.
    var outputPath: String
    var errorPath: String
    var restart: Lifecycle<ContinuousClock.Instant>.RestartPolicy = .never
}

/// How a process ended.
enum ProcessEnd: Equatable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case killed(signal: Int32)

    var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .killed(let signal): "signal \(signal)"
        }
    }
}
