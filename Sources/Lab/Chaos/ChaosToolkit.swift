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

    func journalPath(_ experiment: String) -> String { "\(directory.experiment(experiment))/journal.json" }

    /// The whole run may take this long: a probe of a silent Prometheus would wait for ever.
    func timeLimit(_ window: FaultWindow) -> Duration { .seconds(window.settle + window.fault + window.recovery + 60) }

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
        let own: [String: String] = [
            "PATH": "\(labFolder):\(inherited["PATH"] ?? "/usr/bin:/bin")",
            // A proxy must not stand between the probes and loopback.
            "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
            "LAB_CONTROL": directory.controlSocket,
        ]
        return [own, seconds(window), bounds, processes].reduce(inherited) { $0.merging($1) { _, new in new } }
    }

    private func seconds(_ window: FaultWindow) -> [String: String] {
        [
            "SETTLE_SECONDS": String(window.settle),
            "FAULT_SECONDS": String(window.fault),
            "STEP_SECONDS": String(window.step),
            // From the judging, at the end of the fault, back to its start: marking, striking and asking take time.
            "WHOLE_FAULT_SECONDS": String(window.fault + window.actions),
            "JUDGED_SECONDS": String(window.judged),
            "RECOVERY_SECONDS": String(window.recovery),
            // From the judging, at the end of the fault, back to before its start.
            "LOOKBACK_SECONDS": String(window.fault + window.actions + 3),
            "STEADY_SECONDS": String(window.steady),
            // From the end of the recovery back to when `full` is to have recovered.
            "RECOVERED_SECONDS": String(window.recovery - fullRecovery),
        ]
    }

    /// The seed's claim, in whole seconds, and one of grace for a process to start.
    private var fullRecovery: Int { manifest.profile == .quick ? 2 : 5 }

    /// What follows from the profile's timings and the rate.
    private var bounds: [String: String] {
        let attemptTimeout = manifest.profile.attemptTimeoutMilliseconds
        let calls = Double(manifest.rate) * Double(attemptTimeout) / 1_000
        // A breaker may have opened anew just before the fault's end: its open time, and a second of grace.
        let breakerRecovery = 30 / manifest.profile.timeScale + attemptTimeout / 1_000 + 2
        return [
            "ATTEMPT_TIMEOUT_MS": String(attemptTimeout),
            "BREAKER_RECOVERY_SECONDS": String(breakerRecovery),
            "FULL_RECOVERY_SECONDS": String(fullRecovery),
            // Twice the calls that can wait for one attempt's timeout, and ten.
            "IN_FLIGHT_BOUND": String(Int(2 * calls) + 10),
            "BASE_RATE": String(manifest.rate),
            "LOAD_FACTOR": String(LoadPeak.factor),
            "BACKEND_CAPACITY": LoadPeak.backendCapacity(rate: manifest.rate),
            "SLOW_LATENCY": "\(manifest.profile.slowLatencyMilliseconds)ms",
            "SLOW_LATENCY_MS": String(manifest.profile.slowLatencyMilliseconds),
        ]
    }

    private var processes: [String: String] {
        let topology = Topology(basePort: manifest.basePort)
        return [
            "PROMETHEUS_URL": topology.prometheusURL,
            "PROCESSES": String(topology.instances.count),
            "BACKENDS": String(topology.instances(.backend).count),
            // The half that is cut off or crashed, as a regular expression of the label `instance`.
            "DEAD_INSTANCES": "backend-.*-1",
        ]
    }
}
