/// What the command line asks for.
enum Command: Equatable {
    case run(RunOptions, Presentation)
    case up(RunOptions)
    case chaos(ChaosOptions, Presentation)
    /// `run` is of the lab that is asked; nil for the one that was started last.
    case control(ControlRequest, run: String? = nil, output: String)
    case report(run: String?, output: String)
    /// The path of Chaos Toolkit's journal.
    case judge(journal: String)
    case compare(String, String, output: String)
    /// `basePort` nil: the run's own.
    case open(run: String?, output: String, basePort: Int?)
    case checkExposition(CheckExpositionOptions)
    case simulate(SimulateOptions)
    case help
}

/// The options of `lab run` and `lab up`.
struct RunOptions: Equatable {
    static let defaultOutput = "lab-output"
    static let basePorts = 1_024...65_000
    static let rates = 1...1_000
    static let faultWindows = 10...3_600

    var profile = Profile.quick
    /// nil: all that lie in `chaos-experiments/local`.
    var experiments: [String]?
    /// Requests per second and mode, 1 to 1,000.
    var rate = 50
    var output = Self.defaultOutput
    /// The first of the 36 ports the lab takes, 1,024 to 65,000.
    var basePort = 18_000
    /// Seeds the backends' faults, 0 to 1,000,000,000.
    var seed = 20
    /// The judged part of every fault in seconds, 10 to 3,600; nil: the profile's.
    var faultWindow: Int?
    /// Whether every request gets a log line; else every failure and one good answer in a hundred.
    var logsEveryRequest = false
    /// Settings of the clients that replace the lab's; of two of the same the last one counts.
    var settings: [SettingOverride] = []
}

/// The options of `lab chaos`.
struct ChaosOptions: Equatable {
    /// nil: all that lie in `chaos-experiments/local`.
    var experiments: [String]?
    /// The running lab's folder or id; nil: the current one.
    var run: String?
    var output = RunOptions.defaultOutput
}
