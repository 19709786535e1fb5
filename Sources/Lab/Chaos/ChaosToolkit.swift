import Foundation

/// How Chaos Toolkit is started for one experiment: arguments, environment, files. Pure.
struct ChaosToolkit {
    static let processName = "chaos"

    /// The path of the `chaos` program.
    let program: String
    /// The folder of the `lab` program; the experiments' actions call it by name.
    let labFolder: String
    let directory: RunDirectory
    let manifest: RunManifest
    let prometheusURL: String

    func journalPath(_ experiment: String) -> String { "\(directory.experiment(experiment))/journal.json" }

    /// The whole run may take this long: a probe of a silent Prometheus would wait for ever.
    func timeLimit(_ window: FaultWindow) -> Duration { .seconds(window.fault + window.recovery + 60) }

    func process(experiment: String, file: String, inherited: [String: String]) -> ProcessSpec {
        let folder = directory.experiment(experiment)
        return ProcessSpec(
            name: Self.processName,
            program: program,
            arguments: [
                "--no-version-check", "--log-file", "\(folder)/chaostoolkit.log",
                "run", "--journal-path", journalPath(experiment), file,
            ],
            environment: environment(manifest.window(experiment), inherited: inherited),
            outputPath: "\(folder)/stdout.log",
            errorPath: "\(folder)/stderr.log"
        )
    }

    /// The developer's environment plus what the experiments' `configuration` blocks read.
    func environment(_ window: FaultWindow, inherited: [String: String]) -> [String: String] {
        let attemptTimeout = manifest.profile.attemptTimeoutMilliseconds
        let calls = Double(manifest.rate) * Double(attemptTimeout) / 1_000
        return inherited.merging([
            "PATH": "\(labFolder):\(inherited["PATH"] ?? "/usr/bin:/bin")",
            // A proxy must not stand between the probes and loopback.
            "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
            "LAB_CONTROL": directory.controlSocket,
            "PROMETHEUS_URL": prometheusURL,
            "FAULT_SECONDS": String(window.fault),
            "JUDGED_SECONDS": String(window.judged),
            "RECOVERY_SECONDS": String(window.recovery),
            // From the judging, at the end of the fault, back to before its start.
            "LOOKBACK_SECONDS": String(window.fault + 5),
            "STEADY_SECONDS": String(window.steady),
            "ATTEMPT_TIMEOUT_MS": String(attemptTimeout),
            // A breaker may have opened anew just before the fault's end: its open time, and a second of grace.
            "BREAKER_RECOVERY_SECONDS": String(30 / manifest.profile.timeScale + attemptTimeout / 1_000 + 2),
            // The seed's claim, in whole seconds, and one of grace for a process to start.
            "FULL_RECOVERY_SECONDS": String(manifest.profile == .quick ? 2 : 5),
            // Twice the calls that can wait for one attempt's timeout, and ten.
            "IN_FLIGHT_BOUND": String(Int(2 * calls) + 10),
        ]) { _, new in new }
    }
}
