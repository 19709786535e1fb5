public import Synchronization

/// One address of an upstream: its breaker, its load, whether it is under suspicion, and whether it is out of use.
/// Thread-safe.
public final class Endpoint<ID: Hashable & Sendable, C: Clock>: Sendable where C.Duration == Duration {
    /// What tells it from the others, for example `"10.0.0.7:8080"`.
    public let id: ID
    /// Its breaker. Half-open it admits one call at a time where the configuration says so, as the default does.
    public let breaker: CircuitBreaker<C>

    @usableFromInline let ejection: EjectionSwitch
    /// Its place among those that are compared.
    @usableFromInline let place: Int

    @usableFromInline let calls = Atomic<Int>(0)
    @usableFromInline let suspicion = Atomic<Bool>(false)

    init(id: ID, breaker: CircuitBreaker<C>, ejection: EjectionSwitch, place: Int) {
        self.id = id
        self.breaker = breaker
        self.ejection = ejection
        self.place = place
    }

    /// Calls in flight.
    @inlinable
    public var inFlight: Int { calls.load(ordering: .relaxed) }

    /// Whether its last word was a failure: set by a failed call, cleared by a successful call or probe.
    public var isSuspect: Bool { suspicion.load(ordering: .relaxed) }

    /// Whether it is out of use for being worse than its peers.
    @inlinable
    public var isEjected: Bool { ejection.isOn }

    @inlinable
    func begin() { calls.add(1, ordering: .relaxed) }

    @inlinable
    func end(_ outcome: CallOutcome) {
        calls.subtract(1, ordering: .relaxed)
        switch outcome {
        case .success: trust()
        case .failure: suspicion.store(true, ordering: .relaxed)
        case .ignored, .cancelled: break
        }
    }

    @inlinable
    func trust() { suspicion.store(false, ordering: .relaxed) }
}
