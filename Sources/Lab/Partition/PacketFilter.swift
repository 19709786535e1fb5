import Glibc
import Foundation
import Synchronization

/// Cuts ports of loopback off by nftables, for whoever may: root, or a process with CAP_NET_ADMIN. Thread-safe.
///
/// The kernel keeps a table when the program that made it is killed, so what a killed lab left is removed by the next
/// one on the same ports.
final class PacketFilter: Sendable {
    private static let processName = "nft"
    private static let timeLimit: Duration = .seconds(5)

    private struct State {
        var obstacle: String? = "nothing was tried yet"
        var blocked: Set<Int> = []
    }

    private let program: String?
    private let rules: PartitionRules
    private let directory: RunDirectory
    private let state = Mutex(State())

    /// - Parameters:
    ///   - program: the path of `nft`; nil where it is not installed.
    ///   - directory: where the script and what `nft` says about it are kept.
    init(program: String?, basePort: Int, directory: RunDirectory) {
        self.program = program
        rules = PartitionRules(basePort: basePort)
        self.directory = directory
    }

    /// Finds out whether packets can be dropped here, and removes what an earlier lab may have left.
    func prepare() {
        state.withLock { state in
            do throws(LabError) {
                try run(rules.trial)
                state.obstacle = nil
            } catch {
                state.obstacle = error.message
            }
        }
    }

    /// Throws the reason where packets cannot be dropped.
    func requireUsable() throws(LabError) {
        if let obstacle = state.withLock({ $0.obstacle }) {
            throw LabError("packets cannot be dropped; that needs root, or CAP_NET_ADMIN, and nft: \(obstacle)")
        }
    }

    func isBlocked(_ port: Int) -> Bool { state.withLock { $0.blocked.contains(port) } }

    /// From now on drops packets to and from these ports as well.
    func block(_ ports: [Int]) throws(LabError) {
        try requireUsable()
        try change { $0.union(ports) }
    }

    /// Lets packets to and from these ports pass again.
    func unblock(_ ports: [Int]) throws(LabError) {
        try change { $0.subtracting(ports) }
    }

    /// Lets everything pass, and leaves no table.
    func clear() throws(LabError) {
        try change { _ in [] }
    }

    // One change after the other, `nft` included: two scripts at once would undo each other.
    private func change(_ body: (Set<Int>) -> Set<Int>) throws(LabError) {
        try state.withLock { state throws(LabError) in
            let blocked = body(state.blocked)
            guard blocked != state.blocked else { return }
            try run(rules.script(blocking: blocked))
            state.blocked = blocked
        }
    }

    /// Has `nft` carry out a script: as its argument, since a full disk takes no file. The caller's thread outlives the
    /// process it starts.
    private func run(_ script: String) throws(LabError) {
        guard let program else { throw LabError("nft is missing (apt-get install nftables)") }
        let errorPath = directory.errorLog(Self.processName)
        let child = try Child.spawn(
            ProcessSpec(
                name: Self.processName,
                program: program,
                arguments: [script],
                environment: [:],
                outputPath: directory.log(Self.processName),
                errorPath: errorPath
            )
        )
        let limit = ContinuousClock.now + Self.timeLimit
        while true {
            if let end = child.reapIfEnded() {
                guard end != .exited(0) else { return }
                let reason = RunDirectory.tail(errorPath).last { $0.contains("Error") || $0.contains("not permitted") }
                throw LabError("nft: \(reason ?? "\(end)")")
            }
            if ContinuousClock.now > limit { child.signal(SIGKILL) }
            Thread.sleep(forTimeInterval: 0.005)
        }
    }
}
