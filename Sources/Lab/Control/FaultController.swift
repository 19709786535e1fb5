import Glibc
import Foundation
import Synchronization

/// Carries out what `lab ctl` asks for, and tells how every service is. Thread-safe; `handle` is called on the control
/// server's thread.
final class FaultController: Sendable {
    private struct Marker: Hashable {
        let experiment: String
        let fault: String

        var query: String {
            "experiment=\(PrometheusClient.encode(experiment))&fault=\(PrometheusClient.encode(fault))"
        }
    }

    private let topology: Topology
    private let supervisor: Supervisor
    private let filter: PacketFilter
    private let rotation: Rotation
    private let http = LoopbackHTTP()
    private let markers = Mutex<Set<Marker>>([])

    init(topology: Topology, supervisor: Supervisor, filter: PacketFilter, rotation: Rotation) {
        self.topology = topology
        self.supervisor = supervisor
        self.filter = filter
        self.rotation = rotation
    }

    /// Does what is asked and says so in one line (`status`: one line per process).
    func handle(_ request: ControlRequest) throws(LabError) -> String {
        try request.validate()
        switch request.action {
        case .status: return status()
        case .mark: return try mark(request.arguments)
        case .load: return try load(request.arguments[0])
        case .can:
            try filter.requireUsable()
            return "ok: packets can be dropped"
        default: break
        }
        let targets = try topology.targets(request.arguments[0])
        switch request.action {
        case .kill: targets.forEach { supervisor.hold($0.name) }
        case .crash: targets.forEach { supervisor.crash($0.name) }
        case .stop: targets.forEach { supervisor.stop($0.name) }
        case .resume: targets.forEach { supervisor.resume($0.name) }
        case .drain: try drain(targets)
        case .restart: try restart(targets)
        case .partition: try partition(targets)
        case .heal: try heal(targets)
        case .faults: try faults(targets, Array(request.arguments.dropFirst()))
        case .status, .mark, .load, .can: break
        }
        return "ok: \(request.action.rawValue) \(targets.map(\.name).joined(separator: " "))"
    }

    private func status() -> String {
        let processes = self.processes()
        let width = processes.map(\.instance.name.count).max() ?? 0
        let lines = processes.map { process in
            let instance = process.instance
            let state =
                switch process.state {
                case .held: instance == topology.spare ? "held down, a spare" : "held down"
                case .stopped: "stopped, pid \(process.id ?? 0)"
                case .running: "running, pid \(process.id ?? 0)"
                case .down: "down"
                }
            let name = instance.name + String(repeating: " ", count: width - instance.name.count)
            // The load generator serves nobody.
            let url = instance.job == .load ? "                      " : "http://127.0.0.1:\(instance.port)"
            let partition = process.isPartitioned ? ", partitioned" : ""
            return "\(name)  \(url)  admin \(instance.adminPort)  \(state)\(partition)"
        }
        return lines.joined(separator: "\n")
    }

    /// How every service is, the spare client last.
    func processes() -> [ServiceProcess] {
        (topology.instances + [topology.spare]).map { instance in
            let status = supervisor.status(of: instance.name)
            let state: ServiceProcess.State =
                switch status {
                case let status? where status.isHeld: .held
                case let status? where status.isStopped: .stopped
                case let status? where status.id != nil: .running
                default: .down
                }
            return ServiceProcess(
                instance: instance,
                state: state,
                id: status?.id,
                isPartitioned: filter.isBlocked(instance.port)
            )
        }
    }

    /// Whatever the load generator and the disk say, the targets are down afterwards.
    private func drain(_ targets: [Topology.Instance]) throws(LabError) {
        var failure: LabError?
        for target in targets {
            do throws(LabError) {
                try rotation.remove(target)
            } catch {
                failure = failure ?? error
            }
        }
        targets.forEach { supervisor.terminate($0.name) }
        let end = ContinuousClock.now + .seconds(5)
        while targets.contains(where: { supervisor.status(of: $0.name)?.id != nil }) {
            if ContinuousClock.now >= end { targets.forEach { supervisor.hold($0.name) } }
            Thread.sleep(forTimeInterval: 0.02)
        }
        if let failure { throw failure }
    }

    private func restart(_ targets: [Topology.Instance]) throws(LabError) {
        try drain(targets)
        targets.forEach { supervisor.start($0.name) }
        for target in targets { try admit(target) }
    }

    /// Lets a process that was started have requests once it is ready.
    private func admit(_ target: Topology.Instance) throws(LabError) {
        let end = ContinuousClock.now + .seconds(5)
        while !isReady(target) {
            guard ContinuousClock.now < end else {
                // One that comes up later would run, and get no request.
                if target == topology.spare { supervisor.hold(target.name) }
                throw LabError("\(target.name) is not ready after 5 s")
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        try rotation.add(target)
    }

    private func isReady(_ target: Topology.Instance) -> Bool {
        do throws(LabError) {
            return try http.send("GET", port: target.adminPort, path: "/readyz").status == 200
        } catch {
            return false
        }
    }

    private func partition(_ targets: [Topology.Instance]) throws(LabError) {
        if let other = targets.first(where: { $0.job == .load }) {
            throw LabError("\(other.name) serves nobody, so nothing can be kept from it", exitCode: .usage)
        }
        try filter.block(targets.map(\.port))
    }

    private func load(_ factor: String) throws(LabError) -> String {
        if Double(factor) == 1 {
            try http.change("DELETE", topology.loadGenerator, "/rate")
            return "ok: the load is as it was"
        }
        try http.change("PUT", topology.loadGenerator, "/rate?factor=\(PrometheusClient.encode(factor))")
        return "ok: load × \(factor)"
    }

    /// Every process goes on before the first is spoken to: an answer may take a while, and no target shall be down
    /// longer than another. The spare client is well when it is down.
    private func heal(_ all: [Topology.Instance]) throws(LabError) {
        let targets = all.filter { $0 != topology.spare }
        // A process that is started anew has no faults to remove, and would not answer yet.
        let wereUp = targets.filter { supervisor.status(of: $0.name)?.id != nil }
        for target in targets {
            supervisor.resume(target.name)
            supervisor.start(target.name)
        }
        let hasFull = all.contains { $0.job == .client && $0.mode == .full }
        try filter.unblock(all.map(\.port) + (hasFull ? [topology.spare.port] : []))
        for target in wereUp where target.job == .backend { try clearFaults(target) }
        guard hasFull else { return }
        for target in targets where target.job == .client && target.mode == .full { try admit(target) }
        try drain([topology.spare])
    }

    /// Removes a backend's faults. One that is just starting gets three seconds to listen.
    private func clearFaults(_ target: Topology.Instance) throws(LabError) {
        let end = ContinuousClock.now + .seconds(3)
        while true {
            do throws(LabError) {
                return try http.change("DELETE", target, "/faults")
            } catch {
                guard ContinuousClock.now < end else { throw error }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    private func faults(_ targets: [Topology.Instance], _ arguments: [String]) throws(LabError) {
        if let other = targets.first(where: { $0.job != .backend }) {
            throw LabError("only backends have faults, \(other.name) has none", exitCode: .usage)
        }
        if arguments == ["clear"] {
            for target in targets { try http.change("DELETE", target, "/faults") }
            return
        }
        let query = arguments.map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { PrometheusClient.encode(String($0)) }.joined(separator: "=")
        }
        for target in targets { try http.change("PUT", target, "/faults?\(query.joined(separator: "&"))") }
    }

    /// Sets or clears markers of faults. Clearing one that is not set does nothing: a rollback must not move the end
    /// time that the experiment recorded.
    private func mark(_ arguments: [String]) throws(LabError) -> String {
        let experiment = arguments[0]
        guard arguments.count == 3 else {
            let set = markers.withLock { $0.filter { $0.experiment == experiment } }
            for marker in set { try clear(marker) }
            return "ok: \(experiment) not marked"
        }
        let marker = Marker(experiment: experiment, fault: arguments[1])
        if arguments[2] == "on" {
            // Noted before it is set: an answer that is lost must not leave a marker that nothing clears.
            markers.withLock { _ = $0.insert(marker) }
            try http.change("PUT", topology.loadGenerator, "/chaos?\(marker.query)")
            return "ok: \(experiment)/\(marker.fault) marked"
        }
        if markers.withLock({ $0.contains(marker) }) { try clear(marker) }
        return "ok: \(experiment)/\(marker.fault) not marked"
    }

    private func clear(_ marker: Marker) throws(LabError) {
        try http.change("DELETE", topology.loadGenerator, "/chaos?\(marker.query)")
        markers.withLock { _ = $0.remove(marker) }
    }
}
