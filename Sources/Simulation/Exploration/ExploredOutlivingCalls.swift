import Resilience

/// Calls to two targets that go on after their soft timeout, against plain counts.
public struct ExploredOutlivingCalls: ExploredMachine {
    private static var keys: Int { 2 }

    private var state = OutlivingCalls<Int>()
    private let perKey: Int
    private let inAll: Int
    private var counts = [0, 0]

    /// None, with these limits.
    public init(perKey: Int, inAll: Int) {
        self.perKey = perKey
        self.inAll = inAll
    }

    /// A call to each target begins, and ends.
    public static var eventCount: Int { 2 * keys }

    /// What a caller can see.
    public var fingerprint: [Int] { counts }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        let key = event % Self.keys
        if event < Self.keys {
            let hasRoom = counts[key] < perKey && counts.reduce(0, +) < inAll
            guard state.begin(key, perKey: perKey, inAll: inAll) == hasRoom else {
                return .broken(hasRoom ? "refused a place that was free" : "gave out a place beyond a limit")
            }
            if hasRoom { counts[key] += 1 }
        } else {
            guard counts[key] > 0 else { return .impossible }
            state.end(key)
            counts[key] -= 1
        }
        let total = counts.reduce(0, +)
        return state.total == total ? .sound : .broken("counts \(state.total), there are \(total)")
    }
}
