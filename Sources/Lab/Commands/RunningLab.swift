import Foundation

/// A lab that this program has started: the stack, its control socket, and clean-up that always happens.
final class RunningLab {
    let stack: LabStack
    let checkout: Checkout
    let interruption: Interruption
    let progress: Progress
    private let tools: Tools
    private let control: ControlServer
    private let controller: FaultController

    /// Checks tools and ports, starts everything, runs `body`, and stops everything, whatever happened.
    ///
    /// - Parameter restartsPrometheus: for a lab that somebody looks at; a run whose figures would have a hole ends.
    static func run(
        _ options: RunOptions,
        _ interruption: Interruption,
        _ progress: Progress,
        restartsPrometheus: Bool = false,
        check: (Checkout) throws -> Void,
        body: (RunningLab) throws -> ExitCode
    ) throws -> ExitCode {
        let checkout = try Checkout.locate()
        try check(checkout)
        let tools = try Tools.find(in: checkout, searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        try PortCheck.requireFree(Topology(basePort: options.basePort).ports)
        let (directory, manifest) = try RunDirectory.create(in: options.output, options: options, startedAt: Date())
        let stack = LabStack(
            manifest: manifest,
            directory: directory,
            tools: tools,
            checkout: checkout,
            interruption: interruption,
            progress: progress,
            restartsPrometheus: restartsPrometheus
        )
        let filter = PacketFilter(program: tools.nft, basePort: options.basePort, directory: directory)
        filter.prepare()
        let load = stack.topology.loadGenerator
        let rotation = Rotation(topology: stack.topology, directory: directory) { method, path throws(LabError) in
            try LoopbackHTTP().change(method, load, path)
        }
        try rotation.prepare()
        let controller = FaultController(
            topology: stack.topology,
            supervisor: stack.supervisor,
            filter: filter,
            rotation: rotation
        )
        let control = try ControlServer(path: directory.controlSocket) { request throws(LabError) in
            try controller.handle(request)
        }
        let lab = RunningLab(stack, checkout, interruption, progress, tools, control, controller)
        defer {
            control.close()
            progress.phase("stopping")
            do throws(LabError) {
                try filter.clear()
            } catch {
                progress.warn("the partition is still there: \(error.message)")
            }
            stack.stop()
            progress.finish()
        }
        try stack.start()
        try directory.makeCurrent()
        return try body(lab)
    }

    private init(
        _ stack: LabStack,
        _ checkout: Checkout,
        _ interruption: Interruption,
        _ progress: Progress,
        _ tools: Tools,
        _ control: ControlServer,
        _ controller: FaultController
    ) {
        self.stack = stack
        self.checkout = checkout
        self.interruption = interruption
        self.progress = progress
        self.tools = tools
        self.control = control
        self.controller = controller
    }

    /// Serves the live page; close it before the lab stops.
    func servePage(grafanaPort: Int?) throws(LabError) -> LivePage {
        try LivePage.start(
            stack,
            controller,
            checkout: checkout,
            program: "\(checkout.programs)/lab",
            grafanaPort: grafanaPort
        )
    }

    /// Runs one experiment against this lab.
    func experiment(_ name: String, place: String) throws -> ExperimentResult {
        let runner = ExperimentRunner(
            toolkit: ChaosToolkit(
                program: tools.chaos,
                labFolder: checkout.programs,
                directory: stack.directory,
                manifest: stack.manifest
            ),
            checkout: checkout,
            supervisor: stack.supervisor,
            prometheus: stack.prometheus,
            interruption: interruption,
            progress: progress,
            checkLab: { [stack] in try stack.checkEssentials() }
        )
        return try runner.run(name, place: place)
    }

    /// Lets the load run for `duration`, showing what Prometheus sees.
    func watch(_ phase: String, for duration: Duration?) throws {
        let end = duration.map { ContinuousClock.now + $0 }
        progress.phase(phase, ends: end)
        let live = LiveStatus(prometheus: stack.prometheus)
        while end.map({ ContinuousClock.now < $0 }) ?? true {
            try stack.checkEssentials()
            progress.live(live.snapshot())
            try interruption.sleep(.seconds(1))
        }
    }
}
