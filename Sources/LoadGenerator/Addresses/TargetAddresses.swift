import Posix
import Synchronization

/// The addresses that a target's requests go to: those its name has, or those that were set. Thread-safe.
///
/// Setting them is what a cluster does for a Service: an instance that is about to end gets no new requests, and one that
/// has just become ready gets some. On one machine there is no such router.
final class TargetAddresses: Sendable {
    private struct State {
        var resolved: [SocketAddress] = []
        var set: [SocketAddress]?
        var isLookupFailing = false
    }

    private let state = Mutex(State())

    /// What a lookup has found.
    func resolved(_ addresses: [SocketAddress]) {
        state.withLock { state in
            state.resolved = addresses
            state.isLookupFailing = false
        }
    }

    /// Notes a failed lookup; true for the first in a row.
    func lookupFailed() -> Bool {
        state.withLock { state in
            defer { state.isLookupFailing = true }
            return !state.isLookupFailing
        }
    }

    /// From now on requests go to these; nil: to those of the target's name again.
    func set(_ addresses: [SocketAddress]?) { state.withLock { $0.set = addresses } }

    /// Those in use, in the order in which they were set or found.
    var all: [SocketAddress] { state.withLock { $0.set ?? $0.resolved } }

    /// All of them, beginning with one by chance, so that each has its share and a dead one is passed over.
    func inTurn() -> [SocketAddress] {
        let all = all
        if all.count < 2 { return all }
        let start = Int.random(in: 0..<all.count)
        return Array(all[start...] + all[..<start])
    }
}
