import Resilience

/// Last good answers to three questions, with room for some of them, against a plain list in the order of use.
public struct ExploredLastGood: ExploredMachine {
    private static var keys: Int { 3 }
    private static var maxAge: Duration { .seconds(2) }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let keys: [Int]
        let ages: [Duration]
    }

    private var state: LastGoodEntries<Int, Int, VirtualInstant>
    private var now = VirtualInstant.start
    private var stored = 0
    /// The one used last at the end.
    private var entries: [(key: Int, value: Int, since: VirtualInstant)] = []

    /// None, with room for `capacity`.
    public init(capacity: Int) { state = LastGoodEntries(capacity: capacity) }

    /// An answer to each question, an older answer to the first, each question asked, the first forgotten, and a wait.
    public static var eventCount: Int { 2 * keys + 3 }

    /// What a caller can see.
    public var fingerprint: Fingerprint {
        Fingerprint(keys: entries.map(\.key), ages: entries.map { $0.since.duration(to: now) })
    }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        var found: String?
        switch event {
        case 0..<Self.keys: store(event, at: now)
        case Self.keys..<2 * Self.keys: found = ask(event - Self.keys)
        case 2 * Self.keys: store(0, at: VirtualInstant(nanoseconds: now.nanoseconds - 1))
        case 2 * Self.keys + 1:
            state.remove(0)
            entries.removeAll { $0.key == 0 }
        default: now = now.advanced(by: .milliseconds(1500))
        }
        if state.count != entries.count { found = found ?? "keeps \(state.count), \(entries.count) were stored" }
        if state.count > state.capacity { found = found ?? "keeps \(state.count) of \(state.capacity)" }
        return found.map { .broken($0) } ?? .sound
    }

    private mutating func store(_ key: Int, at instant: VirtualInstant) {
        stored += 1
        state.store(stored, for: key, at: instant)
        if let place = entries.firstIndex(where: { $0.key == key }) {
            guard instant >= entries[place].since else { return }
            entries.remove(at: place)
        } else if entries.count == state.capacity {
            entries.removeFirst()
        }
        entries.append((key, stored, instant))
    }

    private mutating func ask(_ key: Int) -> String? {
        let answer = state.lookup(key, at: now, maxAge: Self.maxAge)
        guard let place = entries.firstIndex(where: { $0.key == key }),
            entries[place].since.duration(to: now) <= Self.maxAge
        else { return answer == nil ? nil : "answered with what is too old, or was never stored" }
        let entry = entries.remove(at: place)
        entries.append(entry)
        guard let answer else { return "forgot an answer" }
        return answer.value == entry.value && answer.age == entry.since.duration(to: now) ? nil : "answered otherwise"
    }
}
