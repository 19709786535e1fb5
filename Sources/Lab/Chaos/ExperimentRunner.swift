import Foundation

/// Runs one experiment with Chaos Toolkit against the running lab, judges it and takes its figures.
struct ExperimentRunner {
    let toolkit: ChaosToolkit
    let checkout: Checkout
    let supervisor: Supervisor
    let prometheus: PrometheusClient
    let interruption: Interruption
    let progress: Progress
    /// Throws when the lab under the experiment is gone.
    let checkLab: () throws -> Void

    /// - Parameter place: where the experiment stands among those that are run, as `3/8`.
    func run(_ name: String, place: String) throws -> ExperimentResult {
        let title = "\(place) \(name)"
        let file = checkout.experimentPath(name)
        let window = toolkit.manifest.window(name)
        if let obstacle = try obstacle(file) {
            return ExperimentResult(
                name: name,
                verdict: .skipped,
                reasons: [obstacle],
                findings: [],
                window: nil,
                journal: nil,
                figures: []
            )
        }
        try prepareFolder(name)
        let begin = Date().timeIntervalSince1970
        progress.phase("\(title): checking the steady state")
        supervisor.add(toolkit.process(experiment: name, file: file, inherited: ProcessInfo.processInfo.environment))
        var verdict: Verdict
        do {
            try awaitEnd(name, window, title)
            let environment = toolkit.environment(window, inherited: [:])
            verdict = JournalJudge.judge(try Journal.read(try journal(name)), environment: environment)
        } catch let error as LabError where error.exitCode == .verdictFailed {
            verdict = Verdict(reasons: [error.message], findings: [])
        }
        if verdict.outcome == .failed {
            do throws(LabError) {
                try heal(name)
            } catch {
                verdict.reasons.append("healing the lab: \(error.message)")
            }
        }
        return try result(name, verdict, since: begin)
    }

    private var control: ControlClient { ControlClient(path: toolkit.directory.controlSocket) }

    /// Why the experiment cannot run on this machine; nil if it can. Asked of the lab, which may be another process and
    /// another user's.
    private func obstacle(_ file: String) throws(LabError) -> String? {
        guard let text = FileManager.default.contents(atPath: file) else { throw LabError("cannot read \(file)") }
        guard Self.needsPartition(String(decoding: text, as: UTF8.self)) else { return nil }
        do throws(LabError) {
            _ = try control.send(ControlRequest(action: .can, arguments: ["partition"]))
            return nil
        } catch {
            return error.message
        }
    }

    /// Whether an experiment's file drops packets.
    static func needsPartition(_ text: String) -> Bool { text.contains("[ctl, partition, ") }

    private func prepareFolder(_ name: String) throws(LabError) {
        do {
            let folder = toolkit.directory.experiment(name)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // What an earlier run left must not stand for what this one does not write.
            for file in [toolkit.journalPath(name), "\(folder)/\(CurveSet.fileName)"]
            where FileManager.default.fileExists(atPath: file) {
                try FileManager.default.removeItem(atPath: file)
            }
        } catch {
            throw LabError("cannot prepare the experiment's folder: \(error.localizedDescription)")
        }
    }

    private func awaitEnd(_ name: String, _ window: FaultWindow, _ title: String) throws {
        let clock = ContinuousClock()
        let limit = clock.now + toolkit.timeLimit(window)
        let live = LiveStatus(prometheus: prometheus)
        var wasActive = false
        while true {
            // The supervisor starts the process a moment after `add`: no end yet and no process means just that.
            if supervisor.status(of: ChaosToolkit.processName)?.lastEnd != nil { return }
            try checkLab()
            let snapshot = live.snapshot()
            let isActive = snapshot.problem == nil ? snapshot.activeExperiments.contains(name) : wasActive
            if isActive != wasActive {
                progress.phase(
                    isActive ? "\(title): fault is on" : "\(title): fault is over, recovering",
                    ends: clock.now + .seconds(isActive ? window.fault : window.recovery)
                )
                wasActive = isActive
            }
            progress.live(snapshot)
            if clock.now > limit {
                try endToolkit()
                throw LabError("Chaos Toolkit did not end in time", exitCode: .verdictFailed)
            }
            try interruption.sleep(.seconds(1))
        }
    }

    /// Kills Chaos Toolkit and the actions it has started.
    private func endToolkit() throws(LabError) {
        supervisor.hold(ChaosToolkit.processName)
        while supervisor.status(of: ChaosToolkit.processName)?.id != nil {
            try interruption.sleep(.milliseconds(20))
        }
    }

    private func journal(_ name: String) throws(LabError) -> Data {
        let path = toolkit.journalPath(name)
        guard let data = FileManager.default.contents(atPath: path) else {
            let tail = RunDirectory.tail("\(toolkit.directory.experiment(name))/stderr.log", lines: 3)
            let reason =
                tail.isEmpty ? "it could not be started; remove .venv and try again" : tail.joined(separator: " | ")
            throw LabError("Chaos Toolkit wrote no journal: \(reason)", exitCode: .verdictFailed)
        }
        return data
    }

    /// Undoes what the experiment may have left: whatever ended it, no fault stays on, and none stays marked. The
    /// marker goes first, as in the experiments: the recovery time includes the time that healing takes.
    func heal(_ name: String) throws(LabError) {
        var failure: LabError?
        for request in [
            ControlRequest(action: .mark, arguments: [name, "off"]),
            ControlRequest(action: .load, arguments: ["1"]),
            ControlRequest(action: .heal, arguments: ["backends"]),
            ControlRequest(action: .heal, arguments: ["clients"]),
        ] {
            do throws(LabError) {
                _ = try control.send(request)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private func keepCurves(_ name: String, _ fault: PromQL.Interval) throws(LabError) {
        let now = PromQL.Instant(seconds: try prometheus.value("vector(time())") ?? fault.end.seconds)
        let range = CurveCatalog.range(fault, toolkit.manifest.window(name), now: now)
        let curves = try CurveTaker(prometheus: prometheus).take(fault, range)
        try toolkit.directory.write(curves, to: "\(name)/\(CurveSet.fileName)", isCompact: true)
    }

    private func result(_ name: String, _ verdict: Verdict, since begin: Double) throws(LabError) -> ExperimentResult {
        let scorer = Scorer(prometheus: prometheus, profile: toolkit.manifest.profile)
        let interval = try scorer.faultInterval(name, since: begin)
        if let interval { try keepCurves(name, interval) }
        return ExperimentResult(
            name: name,
            verdict: verdict.outcome,
            reasons: verdict.reasons,
            findings: verdict.findings,
            window: interval,
            journal: "\(name)/journal.json",
            figures: try interval.map { interval throws(LabError) in try scorer.figures(name, interval) } ?? []
        )
    }
}
