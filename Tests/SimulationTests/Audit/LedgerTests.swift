import Resilience
import Testing

@testable import Simulation

/// The audit's own books find what they are for.
@Suite("Ledgers")
struct LedgerTests {
    /// A ledger of a default breaker, and what it found after each step.
    private struct Books {
        var ledger = BreakerLedger()
        var found: [Invariant?] = []
        let configuration = CircuitBreakerConfiguration()

        mutating func admit() { found.append(ledger.admit(configuration)?.0) }

        mutating func settle(_ epoch: Int, _ result: BreakerCallResult) {
            found.append(ledger.settle(epoch: epoch, result)?.0)
        }

        /// As many failures in a row.
        mutating func fail(_ count: Int) {
            for _ in 0..<count {
                admit()
                settle(ledger.epoch, .failure)
            }
        }

        /// It opens for a reason; only that is noted.
        mutating func trip() {
            let before = found
            fail(5)
            found = before
            move(.closed, .open)
        }

        mutating func move(_ from: BreakerStatus, _ to: BreakerStatus) {
            found.append(ledger.move(from, to, openFor: nil, configuration)?.0)
        }
    }

    @Test("A breaker that opens for what happened before it closed is found")
    func reasons() {
        var books = Books()
        books.trip()
        books.move(.open, .halfOpen)
        books.admit()
        books.settle(books.ledger.epoch, .success)
        books.move(.halfOpen, .closed)
        books.fail(4)
        #expect(books.found.allSatisfy { $0 == nil })
        books.move(.closed, .open)
        #expect(books.found.last == .opensForAReason)
    }

    @Test("What passes an open breaker, and one trial too many, is found; one that is given back is not one")
    func trials() {
        var books = Books()
        books.trip()
        books.admit()
        books.move(.open, .halfOpen)
        books.admit()
        books.settle(books.ledger.epoch, .cancelled)
        books.admit()
        books.admit()
        #expect(books.found == [nil, .openAdmitsNothing, nil, nil, nil, nil, .halfOpenKeepsItsLimit])
    }

    @Test("A wrong late result, settling twice, closing without a success and an unknown move are found")
    func settling() {
        var books = Books()
        books.admit()
        let epoch = books.ledger.epoch
        books.trip()
        books.move(.open, .halfOpen)
        books.settle(epoch, .success)
        books.settle(epoch, .late)
        books.move(.halfOpen, .closed)
        books.move(.open, .closed)
        let expected: [Invariant?] = [
            nil, nil, nil, .permitsSettleOnce, .permitsSettleOnce, .halfOpenKeepsItsLimit, .countersTellTheTruth,
        ]
        #expect(books.found == expected)
    }

    private func budget() -> BudgetLedger {
        var configuration = RetryBudgetConfiguration()
        configuration.minimumCapacity = 1
        return BudgetLedger(configuration)
    }

    @Test("A budget that gives out more than it can have is found")
    func overspending() {
        var ledger = budget()
        var isSound = [ledger.pay(.overload, at: 0)]
        for _ in 0..<5 { ledger.deposit(at: 0) }
        isSound += [ledger.pay(.overload, at: 0), ledger.pay(.transient, at: 0)]
        #expect(isSound == [true, true, false])
        #expect(ledger.paid == 3)
    }

    @Test("What was deposited long ago cannot be spent")
    func oldDeposits() {
        var ledger = budget()
        for _ in 0..<20 { ledger.deposit(at: 0) }
        let isSound = (0..<2).map { _ in ledger.pay(.overload, at: 3_000_000_000) }
        #expect(isSound == [true, false])
    }
}
