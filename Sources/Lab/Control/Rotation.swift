import Foundation
import Synchronization

/// Which clients of `full` get new requests, and whether the spare one is scraped: on one machine the lab does what a
/// cluster does for a Service. An instance leaves before it ends and comes back when it is ready. Thread-safe.
final class Rotation: Sendable {
    private struct State {
        var members: [Topology.Instance]
        /// The last one, which was to leave and could not: with nobody else to ask, requests have to fail.
        var lingering: Topology.Instance?
        /// What the load generator goes by; nil where that is not known.
        var told: [Topology.Instance]?
        /// nil before anything was written.
        var isSpareScraped: Bool?
    }

    private let topology: Topology
    private let directory: RunDirectory
    private let usual: [Topology.Instance]
    private let change: @Sendable (_ method: String, _ path: String) throws(LabError) -> Void
    private let state: Mutex<State>

    /// - Parameter change: asks the load generator's administration port; throws where it does not do it.
    init(
        topology: Topology,
        directory: RunDirectory,
        change: @escaping @Sendable (_ method: String, _ path: String) throws(LabError) -> Void
    ) {
        self.topology = topology
        self.directory = directory
        self.change = change
        usual = topology.instances(.client, mode: .full)
        state = Mutex(State(members: usual, told: usual))
    }

    /// Makes the file that Prometheus finds the spare client by. Call it before Prometheus is started.
    func prepare() throws(LabError) {
        try directory.makeFolder(Topology.discoveryFolder)
        try state.withLock { state throws(LabError) in try scrape(spare: false, &state) }
    }

    /// Gives a process that is ready its share of the requests. A load generator that was started anew is told who gets
    /// some; any other instance is always asked, or never.
    func add(_ instance: Topology.Instance) throws(LabError) {
        try state.withLock { state throws(LabError) in
            if instance.job == .load { state.told = usual }
            if isCandidate(instance), !state.members.contains(instance) || state.lingering != nil {
                state.members = state.members.filter { $0 != state.lingering && $0 != instance } + [instance]
                state.lingering = nil
            }
            try tell(&state)
            if instance == topology.spare { try scrape(spare: true, &state) }
        }
    }

    /// Takes a client out, unless it is the only one.
    func remove(_ instance: Topology.Instance) throws(LabError) {
        try state.withLock { state throws(LabError) in
            guard isCandidate(instance) else { return }
            if state.members == [instance] {
                state.lingering = instance
            } else {
                state.members.removeAll { $0 == instance }
            }
            try tell(&state)
            if instance == topology.spare { try scrape(spare: false, &state) }
        }
    }

    private func isCandidate(_ instance: Topology.Instance) -> Bool {
        instance.job == .client && instance.mode == .full
    }

    /// Has the load generator go by what is wanted. Where that fails it is tried again with the next change.
    private func tell(_ state: inout State) throws(LabError) {
        guard state.told != state.members else { return }
        state.told = nil
        let isUsual = state.members == usual
        let addresses = isUsual ? "" : state.members.map { "&address=127.0.0.1:\($0.port)" }.joined()
        let path = "/addresses?target=\(Mode.full.rawValue)\(addresses)"
        try change(isUsual ? "DELETE" : "PUT", path)
        state.told = state.members
    }

    /// One entry of a file for Prometheus' `file_sd_configs`.
    private struct TargetGroup: Encodable {
        let targets: [String]
        let labels: [String: String]
    }

    private func scrape(spare isWanted: Bool, _ state: inout State) throws(LabError) {
        guard state.isSpareScraped != isWanted else { return }
        let spare = topology.spare
        let group = TargetGroup(
            targets: ["127.0.0.1:\(spare.adminPort)"],
            labels: ["instance": spare.name, "mode": Mode.full.rawValue]
        )
        try directory.write(isWanted ? [group] : [], to: "\(Topology.discoveryFolder)/\(spare.name).json")
        state.isSpareScraped = isWanted
    }
}
