import Resilience

/// A retry budget by the book, in plain steps: what it allows is never less than what the real one may.
///
/// The book's bucket holds what the last two seconds deposited, where the real one smooths over one; so a real bucket is
/// never above it. If it falls below zero, some window saw more extra attempts than was saved up and deposited.
struct BudgetLedger {
    private let configuration: RetryBudgetConfiguration
    private var balance: Double
    private var deposits: [Int64] = []
    private var oldest = 0
    /// Extra attempts that were paid for.
    private(set) var paid = 0

    init(_ configuration: RetryBudgetConfiguration) {
        self.configuration = configuration
        balance = configuration.minimumCapacity
    }

    mutating func deposit(at now: Int64) {
        deposits.append(now)
        balance = min(balance + configuration.depositPerCall, capacity(at: now))
    }

    /// False where that is more than can have been left.
    mutating func pay(_ cost: RetryableFailure.Cost, at now: Int64) -> Bool {
        paid += 1
        balance = min(balance, capacity(at: now))
        balance -= cost == .overload ? configuration.overloadCost : configuration.transientCost
        return balance > -1e-6
    }

    private mutating func capacity(at now: Int64) -> Double {
        while oldest < deposits.count, deposits[oldest] < now - 2_000_000_000 { oldest += 1 }
        let recent = Double(deposits.count - oldest) * configuration.depositPerCall
        return max(configuration.minimumCapacity, recent)
    }
}
