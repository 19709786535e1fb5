public import Resilience

/// A retry budget, against a bucket by the book that allows no less.
public struct ExploredBudget: ExploredMachine {
    private enum Event: Int, CaseIterable { case deposit, overload, transient, waitALittle, waitLong }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let tokens: Double
        let capacity: Double
    }

    private var state: RetryBudgetState<VirtualInstant>
    private let configuration: RetryBudgetConfiguration
    private var ledger: BudgetLedger
    private var now = VirtualInstant.start

    /// A budget that has seen nothing.
    public init(_ configuration: RetryBudgetConfiguration) {
        self.configuration = configuration
        state = RetryBudgetState(configuration, at: .start)
        ledger = BudgetLedger(configuration)
    }

    /// Five.
    public static var eventCount: Int { Event.allCases.count }

    /// What a caller can see.
    public var fingerprint: Fingerprint {
        Fingerprint(tokens: state.tokens(at: now), capacity: state.capacity(at: now))
    }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        var found: String?
        switch Event.allCases[event] {
        case .deposit:
            state.deposit(at: now)
            ledger.deposit(at: now.nanoseconds)
        case .overload: found = withdraw(.overload, configuration.overloadCost)
        case .transient: found = withdraw(.transient, configuration.transientCost)
        case .waitALittle: now = now.advanced(by: .milliseconds(400))
        case .waitLong: now = now.advanced(by: .milliseconds(1600))
        }
        let tokens = state.tokens(at: now)
        if tokens < 0 || tokens > state.capacity(at: now) { found = found ?? "\(tokens) tokens" }
        if state.capacity(at: now) < configuration.minimumCapacity { found = found ?? "less capacity than the least" }
        return found.map { .broken($0) } ?? .sound
    }

    private mutating func withdraw(_ cost: RetryableFailure.Cost, _ price: Double) -> String? {
        let before = state.tokens(at: now)
        let isPaid = state.withdraw(cost, at: now)
        let after = state.tokens(at: now)
        guard isPaid else {
            if before >= price { return "refused what was there" }
            return before == after ? nil : "took something and refused"
        }
        if abs(before - after - price) > 1e-9 { return "took \(before - after) for \(price)" }
        return ledger.pay(cost, at: now.nanoseconds) ? nil : "gave out more than can have been there"
    }
}
