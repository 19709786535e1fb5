public import Synchronization

/// The endpoints of one upstream: which there are, which admit calls, and which of them a call goes to.
///
/// Each endpoint has a breaker of its own, so that one that is gone leaves the others in use; and they are compared, so
/// that one that is worse than the rest is out of use for a while (``OutlierDetector``). Thread-safe; choosing and
/// settling allocate nothing, a comparison aside.
public final class EndpointSet<ID: Hashable & Sendable, C: Clock>: Sendable where C.Duration == Duration {
    /// What ``update(_:)`` changed.
    public struct Change: Sendable, Hashable {
        /// Endpoints that are new, in the order given.
        public let added: [ID]
        /// Endpoints that are gone, their breakers with them.
        public let removed: [ID]
        /// Whether nothing changed.
        public var isEmpty: Bool { added.isEmpty && removed.isEmpty }
    }

    /// Name of the upstream; the endpoints' breakers report under it.
    public let name: String

    @usableFromInline
    struct Members {
        @usableFromInline var endpoints: [Endpoint<ID, C>] = []
        var configuration: CircuitBreakerConfiguration
    }

    @usableFromInline let members: Mutex<Members>
    @usableFromInline let clock: C
    @usableFromInline let start: C.Instant
    private let onEvent: @Sendable (ID, EndpointEvent) -> Void
    private let deadlineSignal = DeadlineSignal()
    @usableFromInline let outliers: OutlierWatch

    /// Makes a set without endpoints.
    /// - Parameters:
    ///   - name: name of the upstream.
    ///   - configuration: of every endpoint's breaker; taken as valid.
    ///   - outliers: how endpoints are compared; taken as valid.
    ///   - clock: a monotonic clock.
    ///   - onEvent: receives the transitions of every endpoint's breaker, in order per breaker, and the ejections. A
    ///     call that was under way when its endpoint was removed may still cause a transition.
    public init(
        name: String,
        configuration: CircuitBreakerConfiguration = CircuitBreakerConfiguration(),
        outliers: OutlierConfiguration = OutlierConfiguration(),
        clock: C,
        onEvent: @escaping @Sendable (ID, EndpointEvent) -> Void = { _, _ in }
    ) {
        self.name = name
        self.clock = clock
        start = clock.now
        self.outliers = OutlierWatch(outliers)
        self.onEvent = onEvent
        members = Mutex(Members(configuration: configuration))
    }

    // MARK: Membership

    /// Makes the set consist of `ids`; an id given twice counts once. Endpoints that stay keep their breakers; calls in
    /// flight to a removed one settle as ever.
    @discardableResult
    public func update(_ ids: some Sequence<ID>) -> Change {
        var removedEndpoints: [Endpoint<ID, C>] = []
        let change = members.withLock { members in
            var known = Dictionary(uniqueKeysWithValues: members.endpoints.map { ($0.id, $0) })
            var added: [ID] = []
            var next: [Endpoint<ID, C>] = []
            var seen: Set<ID> = []
            for id in ids where seen.insert(id).inserted {
                if let endpoint = known.removeValue(forKey: id) {
                    next.append(endpoint)
                } else {
                    added.append(id)
                    next.append(makeEndpoint(id, members.configuration))
                }
            }
            removedEndpoints = members.endpoints.filter { known[$0.id] != nil }
            members.endpoints = next
            return Change(added: added, removed: removedEndpoints.map(\.id))
        }
        for endpoint in removedEndpoints { readmit(outliers.leave(endpoint.place)) }
        if !change.isEmpty { deadlineSignal.signal() }
        return change
    }

    /// Changes the rules by which endpoints are compared. The configuration is taken as valid.
    public func reconfigure(_ configuration: OutlierConfiguration) {
        readmit(outliers.reconfigure(configuration, at: now))
    }

    /// Changes the rules of every endpoint's breaker, present and future. The configuration is taken as valid.
    public func reconfigure(_ configuration: CircuitBreakerConfiguration) {
        let endpoints = members.withLock { members in
            members.configuration = configuration
            return members.endpoints
        }
        for endpoint in endpoints { endpoint.breaker.reconfigure(configuration) }
    }

    /// The endpoints there are now, in the order of the last update.
    @inlinable
    public var endpoints: [Endpoint<ID, C>] { members.withLock { $0.endpoints } }

    /// Whether any endpoint would admit a call now. One that is out of use counts: it is asked where no other is left.
    @inlinable
    public var admits: Bool { admits(excluding: []) }

    /// The same of the endpoints outside `excluded`, for example those this call has tried.
    @inlinable
    public func admits(excluding excluded: [ID]) -> Bool {
        endpoints.contains { !excluded.contains($0.id) && $0.breaker.wouldAdmit }
    }

    // MARK: Choice

    /// Chooses the less loaded of two random endpoints that admit a call, and takes the permit of its breaker.
    ///
    /// An endpoint that is out of use for being worse than its peers is chosen only where no other admits a call: some
    /// good answers are better than none.
    ///
    /// Source: Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 1996.
    /// - Parameters:
    ///   - excluded: endpoints not to choose, for example those this call has tried.
    ///   - generator: the source of chance.
    /// - Returns: the choice, to be settled on every path; nil if no endpoint outside `excluded` admits a call.
    @inlinable
    public func choose(
        excluding excluded: [ID] = [],
        using generator: inout some RandomNumberGenerator
    ) -> Choice<ID, C>? {
        if outliers.ejectedCount > 0 {
            readmitDue()
            if let choice = choose(excluding: excluded, ejected: false, using: &generator) { return choice }
        }
        return choose(excluding: excluded, ejected: true, using: &generator)
    }

    /// - Parameter ejected: whether endpoints that are out of use are candidates as well.
    @inlinable
    func choose(
        excluding excluded: [ID],
        ejected: Bool,
        using generator: inout some RandomNumberGenerator
    ) -> Choice<ID, C>? {
        let endpoints = endpoints
        // A breaker that would admit may fill up before it is asked. It then no longer would, so the search ends.
        while true {
            let chosen = endpoints.lessLoadedOfTwo(using: &generator) { endpoint in
                (ejected || !endpoint.isEjected) && !excluded.contains(endpoint.id) && endpoint.breaker.wouldAdmit
            }
            guard let endpoint = chosen else { return nil }
            if case .admitted(let permit) = endpoint.breaker.admit() {
                endpoint.begin()
                return Choice(endpoint: endpoint, permit: permit, owner: self)
            }
        }
    }

    /// Chooses any endpoint at random, without asking its breaker. Nil if there is none.
    public func chooseAny(using generator: inout some RandomNumberGenerator) -> Choice<ID, C>? {
        guard let endpoint = endpoints.randomElement(using: &generator) else { return nil }
        endpoint.begin()
        return Choice(endpoint: endpoint, permit: nil, owner: self)
    }

    // MARK: Comparison

    /// An attempt that its breaker had admitted has ended.
    @inlinable
    func compare(_ endpoint: Endpoint<ID, C>, failed: Bool, at instant: C.Instant) {
        let now = Elapsed(sinceStart: start.duration(to: instant))
        let ejection = outliers.record(endpoint.place, of: endpoint.ejection, failed: failed, at: now)
        if let ejection { tell(endpoint, ejection) }
    }

    @usableFromInline
    func tell(_ endpoint: Endpoint<ID, C>, _ ejection: OutlierEjection) {
        deadlineSignal.signal()
        onEvent(endpoint.id, .ejected(ejection))
    }

    @usableFromInline
    func readmitDue() { readmit(outliers.advance(at: now)) }

    private func readmit(_ switches: [EjectionSwitch]) {
        guard !switches.isEmpty else { return }
        for endpoint in endpoints where switches.contains(where: { $0 === endpoint.ejection }) {
            onEvent(endpoint.id, .readmitted)
        }
    }

    private var now: Elapsed { Elapsed(sinceStart: start.duration(to: clock.now)) }

    // MARK: Probing

    /// The endpoints to probe now: all while the call breaker is open, else those under suspicion and those whose
    /// breaker is open or half-open. An endpoint that is held open by a command is not probed.
    public func endpointsToProbe(callBreakerOpen: Bool) -> [ID] {
        endpoints.compactMap { endpoint in
            let isWanted =
                switch endpoint.breaker.status {
                case .forcedOpen: false
                case .open, .halfOpen: true
                case .closed, .disabled, .metricsOnly: callBreakerOpen || endpoint.isSuspect
                }
            return isWanted ? endpoint.id : nil
        }
    }

    /// A probe succeeded: the endpoint is no longer suspect, and an open breaker goes half-open at once. An id that has
    /// left the set is ignored.
    public func probeSucceeded(_ id: ID) {
        guard let endpoint = endpoints.first(where: { $0.id == id }) else { return }
        endpoint.trust()
        endpoint.breaker.recover()
    }

    /// Makes what is due happen: open → half-open, and the end of ejections.
    public func advance() {
        for endpoint in endpoints { endpoint.breaker.advance() }
        readmitDue()
    }

    /// Makes what is due happen when it is, for every endpoint there is or will be: see ``advance()``.
    ///
    /// Returns when its task is cancelled; a second call returns at once while the first runs.
    public func runTimer() async {
        await deadlineSignal.run(
            on: clock,
            nextDeadline: { nextDeadline },
            fire: { advance() }
        )
    }

    /// When ``advance()`` has something to do next; nil while nothing is due.
    public var nextDeadline: C.Instant? {
        let breakers = endpoints.compactMap { $0.breaker.nextDeadline }.min()
        let ejections = outliers.nextDeadline.map { start.advanced(by: $0.sinceStart) }
        guard let breakers, let ejections else { return breakers ?? ejections }
        return min(breakers, ejections)
    }

    private func makeEndpoint(_ id: ID, _ configuration: CircuitBreakerConfiguration) -> Endpoint<ID, C> {
        let onEvent = onEvent
        let ejection = EjectionSwitch()
        return Endpoint(
            id: id,
            breaker: CircuitBreaker(name: name, configuration, clock: clock, deadlineSignal: deadlineSignal) {
                onEvent(id, .breaker($0))
            },
            ejection: ejection,
            place: outliers.join(ejection, at: now)
        )
    }
}
