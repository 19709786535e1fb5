/// A small state machine with what drives it, to be taken through every sequence of events.
///
/// It may hold what cannot be copied, such as a breaker's permits; so each sequence is played from the beginning.
public protocol ExploredMachine: ~Copyable {
    /// What tells its states apart, as far as a caller can see.
    associatedtype Fingerprint: Hashable

    /// How many events there are; they are numbered from 0.
    static var eventCount: Int { get }

    /// Plays an event.
    mutating func play(_ event: Int) -> ExplorationStep

    /// The state it is in.
    var fingerprint: Fingerprint { get }
}

/// What came of an event.
public enum ExplorationStep: Sendable, Hashable {
    /// The invariants hold.
    case sound
    /// The event cannot happen in this state.
    case impossible
    /// An invariant does not hold.
    case broken(String)
}

/// What exploring a machine came to.
public struct Exploration: Sendable, Hashable {
    /// Sequences of the full length that were played.
    public internal(set) var sequences = 0
    /// Events that were played.
    public internal(set) var steps = 0
    /// States that differ as far as a caller can see.
    public internal(set) var states = 0
    /// The first sequence that broke an invariant, and how; nil if none did. Shorter ones are found first.
    public internal(set) var failure: Failure?

    /// A sequence of events that breaks an invariant with its last one.
    public struct Failure: Sendable, Hashable {
        /// The events.
        public let events: [Int]
        /// What does not hold after them.
        public let detail: String
    }

    /// Plays every sequence of up to `depth` events to a machine and looks at each state.
    ///
    /// - Parameters:
    ///   - depth: the length of the longest sequences, at least 1.
    ///   - make: makes a machine in its first state.
    public static func of<Machine: ExploredMachine & ~Copyable>(
        depth: Int,
        _ make: () -> Machine
    ) -> Exploration {
        var exploration = Exploration()
        var seen: Set<Machine.Fingerprint> = [make().fingerprint]
        // Shallow first, so that a failure is told by its shortest sequence; only the last round costs much.
        for length in 1...max(1, depth) where exploration.failure == nil {
            exploration.play(length: length, &seen, make)
        }
        exploration.states = seen.count
        return exploration
    }

    private mutating func play<Machine: ExploredMachine & ~Copyable>(
        length: Int,
        _ seen: inout Set<Machine.Fingerprint>,
        _ make: () -> Machine
    ) {
        var events = Array(repeating: 0, count: length)
        while true {
            var machine = make()
            var changed = length - 1
            var isWhole = true
            for place in 0..<length {
                steps += 1
                switch machine.play(events[place]) {
                case .sound: continue
                case .broken(let detail):
                    failure = Failure(events: Array(events[...place]), detail: detail)
                    return
                case .impossible:
                    // Nothing that begins like this can happen.
                    changed = place
                    isWhole = false
                }
                break
            }
            if isWhole {
                sequences += 1
                seen.insert(machine.fingerprint)
            }
            guard Self.advance(&events, at: changed, Machine.eventCount) else { return }
        }
    }

    /// Goes on to the next sequence that differs at `place` or before; false after the last.
    private static func advance(_ events: inout [Int], at place: Int, _ count: Int) -> Bool {
        var place = place
        for later in events.indices where later > place { events[later] = 0 }
        while place >= 0 {
            events[place] += 1
            if events[place] < count { return true }
            events[place] = 0
            place -= 1
        }
        return false
    }
}
