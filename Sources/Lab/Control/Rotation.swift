import Foundation
import Synchronization

/// Which clients of `full` get new requests, and whether the spare one is scraped: on one machine the lab does what a
/// cluster does for a Service. An instance leaves before it ends and comes back when it is ready. Thread-safe.
final class Rotation: Sendable {
    private let topology: Topology
    private let directory: RunDirectory
    private let members: Mutex<[Topology.Instance]>

    init(topology: Topology, directory: RunDirectory) {
        self.topology = topology
        self.directory = directory
        members = Mutex(topology.instances(.client, mode: .full))
    }

    /// Makes the file that Prometheus finds the spare client by. Call it before Prometheus is started.
    func prepare() throws(LabError) {
        try directory.makeFolder(Topology.discoveryFolder)
        try discover([])
    }

    /// Gives a client that is ready its share of the requests. Other instances are never asked by the load generator, or
    /// always.
    func add(_ instance: Topology.Instance) throws(LabError) {
        try change { $0.contains(instance) ? $0 : $0 + [instance] }
        if instance == topology.spare { try discover([instance]) }
    }

    /// Takes a client out, unless it is the only one: with nobody else to ask, requests have to fail.
    func remove(_ instance: Topology.Instance) throws(LabError) {
        if instance == topology.spare { try discover([]) }
        try change { $0 == [instance] ? $0 : $0.filter { $0 != instance } }
    }

    private func change(_ body: ([Topology.Instance]) -> [Topology.Instance]) throws(LabError) {
        let (old, new) = members.withLock { members in
            let old = members
            members = body(old).filter { $0.job == .client && $0.mode == .full }
            return (old, members)
        }
        guard new != old else { return }
        let load = topology.loadGenerator
        let isUsual = new == topology.instances(.client, mode: .full)
        let addresses = isUsual ? "" : new.map { "&address=127.0.0.1:\($0.port)" }.joined()
        let path = "/addresses?target=\(Mode.full.rawValue)\(addresses)"
        try LoopbackHTTP().change(isUsual ? "DELETE" : "PUT", load, path)
    }

    /// One entry of a file for Prometheus' `file_sd_configs`.
    private struct TargetGroup: Encodable {
        let targets: [String]
        let labels: [String: String]
    }

    private func discover(_ instances: [Topology.Instance]) throws(LabError) {
        let groups = instances.map { instance in
            TargetGroup(
                targets: ["127.0.0.1:\(instance.adminPort)"],
                labels: ["instance": instance.name, "mode": Mode.full.rawValue]
            )
        }
        try directory.write(groups, to: "\(Topology.discoveryFolder)/\(topology.spare.name).json")
    }
}
