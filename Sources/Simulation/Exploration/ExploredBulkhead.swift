public import Resilience

/// A bulkhead with those who hold its places and those who wait, against two lists.
public struct ExploredBulkhead: ExploredMachine {
    private enum Event: Int, CaseIterable { case arrive, release, firstLeaves, lastLeaves, grow, shrink }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let inFlight: Int
        let queued: Int
        let limit: Int
    }

    private var state: BulkheadState<Int>
    private var configuration: BulkheadConfiguration
    private let most: Int
    private var arrived = 0
    private var inFlight: [Int] = []
    private var queue: [(caller: Int, ticket: WaitTicket)] = []

    /// A bulkhead without calls.
    public init(_ configuration: BulkheadConfiguration) {
        self.configuration = configuration
        most = configuration.maxConcurrent + 1
        state = BulkheadState(configuration)
    }

    /// Six.
    public static var eventCount: Int { Event.allCases.count }

    /// What a caller can see.
    public var fingerprint: Fingerprint {
        Fingerprint(inFlight: state.inFlight, queued: state.queued, limit: state.configuration.maxConcurrent)
    }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        let before = state.inFlight
        var found: String?
        switch Event.allCases[event] {
        case .arrive:
            found = arrive()
        case .release:
            guard !inFlight.isEmpty else { return .impossible }
            inFlight.removeFirst()
            found = turn(state.release().map { [$0] } ?? [])
        case .firstLeaves, .lastLeaves:
            guard !queue.isEmpty, Event.allCases[event] == .firstLeaves || queue.count > 1 else { return .impossible }
            let left = Event.allCases[event] == .firstLeaves ? queue.removeFirst() : queue.removeLast()
            if state.abandon(left.ticket, .deadline) != left.caller { found = "somebody else left the queue" }
            if state.abandon(left.ticket, .deadline) != nil { found = "somebody left the queue twice" }
        case .grow:
            guard configuration.maxConcurrent < most else { return .impossible }
            configuration.maxConcurrent += 1
            found = turn(state.reconfigure(configuration))
        case .shrink:
            guard configuration.maxConcurrent > 1 else { return .impossible }
            configuration.maxConcurrent -= 1
            found = turn(state.reconfigure(configuration))
        }
        if let detail = found ?? mismatch(before) { return .broken(detail) }
        return .sound
    }

    private mutating func arrive() -> String? {
        arrived += 1
        let hadPlace = inFlight.count < configuration.maxConcurrent
        switch state.arrive(arrived) {
        case .admitted:
            inFlight.append(arrived)
            return hadPlace ? nil : "admitted beyond the limit"
        case .queued(_, let ticket):
            queue.append((arrived, ticket))
            return hadPlace ? "let somebody wait who had a place" : nil
        case .rejected(let reason):
            if hadPlace || queue.count < configuration.maxQueue { return "turned away who had a place" }
            return (reason == .full) == (configuration.maxQueue == 0) ? nil : "said \(reason.rawValue)"
        }
    }

    private mutating func turn(_ callers: [Int]) -> String? {
        for caller in callers {
            guard let first = queue.first, first.caller == caller else { return "somebody jumped the queue" }
            queue.removeFirst()
            inFlight.append(caller)
            if inFlight.count > configuration.maxConcurrent { return "let somebody in beyond the limit" }
        }
        return nil
    }

    private func mismatch(_ before: Int) -> String? {
        if state.inFlight != inFlight.count { return "\(state.inFlight) in flight, \(inFlight.count) hold a place" }
        if state.queued != queue.count { return "\(state.queued) queued, \(queue.count) wait" }
        if state.inFlight > max(configuration.maxConcurrent, before) { return "more in flight than may be" }
        if state.queued > configuration.maxQueue { return "more in the queue than may be" }
        return !queue.isEmpty && inFlight.count < configuration.maxConcurrent ? "a free place, and somebody waits" : nil
    }
}
