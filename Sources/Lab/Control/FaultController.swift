import Glibc
import Foundation
import Synchronization

/// Carries out what `lab ctl` asks for. Thread-safe; called on the control server's thread.
final class FaultController: Sendable {
    private struct Marker: Hashable {
        let experiment: String
        let fault: String
    }

    private let topology: Topology
    private let supervisor: Supervisor
    private let http = LoopbackHTTP()
    private let markers = Mutex<Set<Marker>>([])

    init(topology: Topology, supervisor: Supervisor) {
        self.topology = topology
        self.supervisor = supervisor
    }

    /// Does what is asked and says so in one line (`status`: one line per process).
    func handle(_ request: ControlRequest) throws(LabError) -> String {
        switch request.action {
        case .status: return status()
        case .mark: return try mark(request.arguments)
        default: break
        }
        guard let name = request.arguments.first else {
            throw LabError("\(request.action.rawValue) needs a target", exitCode: .usage)
        }
        let targets = try topology.targets(name)
        let rest = Array(request.arguments.dropFirst())
        guard request.action == .faults || rest.isEmpty else {
            throw LabError("\(request.action.rawValue) takes a target and nothing else", exitCode: .usage)
        }
        switch request.action {
        case .kill: targets.forEach { supervisor.hold($0.name) }
        case .crash: targets.forEach { supervisor.crash($0.name) }
        case .stop: targets.forEach { supervisor.stop($0.name) }
        case .resume: targets.forEach { supervisor.resume($0.name) }
        case .restart: try restart(targets)
        case .heal: try heal(targets)
        case .faults: try faults(targets, rest)
        case .partition: throw LabError("partition is not available in this version of the lab")
        case .status, .mark: break
        }
        return "ok: \(request.action.rawValue) \(targets.map(\.name).joined(separator: " "))"
    }

    private func status() -> String {
        let lines = topology.instances.map { instance in
            let state =
                switch supervisor.status(of: instance.name) {
                case let status? where status.isHeld: "held down"
                case let status? where status.isStopped: "stopped, pid \(status.id ?? 0)"
                case let status? where status.id != nil: "running, pid \(status.id ?? 0)"
                default: "down"
                }
            return "\(instance.name)  http://127.0.0.1:\(instance.port)  admin \(instance.adminPort)  \(state)"
        }
        return lines.joined(separator: "\n")
    }

    private func restart(_ targets: [Topology.Instance]) throws(LabError) {
        targets.forEach { supervisor.terminate($0.name) }
        let end = ContinuousClock.now + .seconds(5)
        while targets.contains(where: { supervisor.status(of: $0.name)?.id != nil }) {
            if ContinuousClock.now >= end { targets.forEach { supervisor.hold($0.name) } }
            Thread.sleep(forTimeInterval: 0.02)
        }
        targets.forEach { supervisor.start($0.name) }
    }

    /// Every process goes on before the first is spoken to: an answer may take a while, and no target shall be down
    /// longer than another.
    private func heal(_ targets: [Topology.Instance]) throws(LabError) {
        // A process that is started anew has no faults to remove, and would not answer yet.
        let wereUp = targets.filter { supervisor.status(of: $0.name)?.id != nil }
        for target in targets {
            supervisor.resume(target.name)
            supervisor.start(target.name)
        }
        for target in wereUp where target.job == .backend { try clearFaults(target) }
    }

    /// Removes a backend's faults. One that is just starting gets three seconds to listen.
    private func clearFaults(_ target: Topology.Instance) throws(LabError) {
        let end = ContinuousClock.now + .seconds(3)
        while true {
            do throws(LabError) {
                return try request("DELETE", target, "/faults")
            } catch {
                guard ContinuousClock.now < end else { throw error }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    private func faults(_ targets: [Topology.Instance], _ arguments: [String]) throws(LabError) {
        guard !arguments.isEmpty, targets.allSatisfy({ $0.job == .backend }) else {
            throw LabError("faults takes backends and key=value … or clear", exitCode: .usage)
        }
        if arguments == ["clear"] {
            for target in targets { try request("DELETE", target, "/faults") }
            return
        }
        var query: [String] = []
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw LabError("\"\(argument)\" is not key=value, as in failure_rate=0.6", exitCode: .usage)
            }
            query.append(parts.map(PrometheusClient.encode).joined(separator: "="))
        }
        for target in targets { try request("PUT", target, "/faults?\(query.joined(separator: "&"))") }
    }

    /// Sets or clears a fault's marker. Clearing one that is not set does nothing: a rollback must not move the end
    /// time that the experiment recorded.
    private func mark(_ arguments: [String]) throws(LabError) -> String {
        guard arguments.count == 3, ["on", "off"].contains(arguments[2]) else {
            throw LabError("mark takes EXPERIMENT FAULT on|off", exitCode: .usage)
        }
        let marker = Marker(experiment: arguments[0], fault: arguments[1])
        let isOn = arguments[2] == "on"
        let isSet = markers.withLock { $0.contains(marker) }
        if isOn || isSet {
            let query =
                "experiment=\(PrometheusClient.encode(marker.experiment))"
                + "&fault=\(PrometheusClient.encode(marker.fault))"
            try request(isOn ? "PUT" : "DELETE", topology.loadGenerator, "/chaos?\(query)")
            markers.withLock { if isOn { $0.insert(marker) } else { $0.remove(marker) } }
        }
        return "ok: \(marker.experiment)/\(marker.fault) \(isOn ? "marked" : "not marked")"
    }

    private func request(_ method: String, _ target: Topology.Instance, _ path: String) throws(LabError) {
        let response = try http.send(method, port: target.adminPort, path: path)
        guard (200..<300).contains(response.status) else {
            let reason = String(decoding: response.body.prefix(200), as: UTF8.self)
            throw LabError("\(target.name) answered \(response.status) to \(method) \(path): \(reason)")
        }
    }
}
