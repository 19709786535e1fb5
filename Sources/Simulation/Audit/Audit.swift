import Resilience

/// Looks on while a world runs, keeps books of its own, and says which invariant was broken first.
///
/// It knows of the patterns only what a caller sees: who was admitted, what was settled, what was sent.
final class Audit {
    private(set) var violation: Violation?
    /// What has to be well when; nil where nothing is promised.
    let promise: RecoveryPromise?

    /// Per client: the call breaker's ledger at the end, the endpoints' before it.
    var breakers: [[BreakerLedger]] = []
    var budgets: [BudgetLedger] = []
    var lastInFlight: [Int] = []
    /// Which group each client belongs to.
    var clientGroup: [Int] = []
    /// Attempts that were sent, per client and endpoint, since the last fault.
    var sentLate: [[Int]] = []
    /// What each group was seen to do.
    var books: [GroupBook] = []
    /// Attempts by call.
    var callAttempts: [Int] = []
    /// Whom the event concerned.
    var touched: SimulatedClient?
    var touchedEndpoints: [Int] = []
    private var now: Int64 = 0
    private var eventsNow = 0

    struct GroupBook {
        var endings = 0
        var attempts = CaseCounts<AttemptKind>()
        /// Calls that ended once all should be well, and those of them that were fresh.
        var late = 0
        var lateFresh = 0
    }

    init(promise: RecoveryPromise? = nil) { self.promise = promise }

    func prepare(_ simulator: borrowing Simulator) {
        let endpoints = simulator.endpoints.count
        for client in simulator.clients {
            breakers.append(Array(repeating: BreakerLedger(), count: endpoints + 1))
            budgets.append(BudgetLedger(client.rules.policy.budget))
            lastInFlight.append(0)
            clientGroup.append(client.group)
            sentLate.append(Array(repeating: 0, count: endpoints))
        }
        books = Array(repeating: GroupBook(), count: simulator.groups.count)
    }

    func fail(_ invariant: Invariant, _ detail: @autoclosure () -> String) {
        guard violation == nil else { return }
        violation = Violation(invariant: invariant, detail: detail(), time: VirtualInstant(nanoseconds: now))
    }

    private func fail(_ found: (Invariant, String)?) {
        if let (invariant, detail) = found { fail(invariant, detail) }
    }

    func eventBegins(at time: Int64) {
        eventsNow = time == now ? eventsNow + 1 : 0
        now = time
        if eventsNow > 10_000 { fail(.timeGoesOn, "ten thousand events in one moment") }
        touched = nil
        touchedEndpoints.removeAll(keepingCapacity: true)
    }

    private func touch(_ client: SimulatedClient, _ endpoint: Int?) {
        touched = client
        if let endpoint { touchedEndpoints.append(endpoint) }
    }

    private func place(_ client: SimulatedClient, _ endpoint: Int?) -> Int {
        endpoint ?? breakers[Int(client.index)].count - 1
    }

    // MARK: Breakers

    /// A breaker gave out a permit. Returns what ``settled(_:endpoint:epoch:_:)`` wants to know.
    func admitted(_ client: SimulatedClient, endpoint: Int?) -> Int {
        touch(client, endpoint)
        let policy = client.rules.policy
        let place = place(client, endpoint)
        fail(breakers[Int(client.index)][place].admit(endpoint == nil ? policy.callBreaker : policy.endpointBreaker))
        return breakers[Int(client.index)][place].epoch
    }

    /// A permit was settled, and what that caused has not been noted yet.
    func settled(_ client: SimulatedClient, endpoint: Int?, epoch: Int, _ result: BreakerCallResult) {
        touch(client, endpoint)
        fail(breakers[Int(client.index)][place(client, endpoint)].settle(epoch: epoch, result))
    }

    func moved(
        _ client: SimulatedClient,
        endpoint: Int?,
        from: BreakerStatus,
        to: BreakerStatus,
        openFor: Duration?
    ) {
        touch(client, endpoint)
        let configuration = endpoint == nil ? client.rules.policy.callBreaker : client.rules.policy.endpointBreaker
        let place = place(client, endpoint)
        fail(breakers[Int(client.index)][place].move(from, to, openFor: openFor, configuration))
    }

    /// Somebody left the bulkhead's queue.
    func leftQueue(_ waiter: Int32, _ call: Call) {
        if waiter != call.index || call.phase != .queued || call.hasPlace {
            fail(.inFlightWithinLimit, "somebody left the queue who was not in it")
        }
    }

    // MARK: Calls

    func begin(_ call: Call) {
        while callAttempts.count <= Int(call.index) { callAttempts.append(0) }
        callAttempts[Int(call.index)] = 0
    }

    func ended(_ call: Call) {
        if now > call.deadline.nanoseconds { fail(.endsInTime, "a call ends after its deadline") }
    }

    /// A caller got something.
    func call(_ client: SimulatedClient, _ ending: CallEnding) {
        touch(client, nil)
        books[client.group].endings += 1
        guard let promise, now >= promise.wellFrom, now < promise.until, ending != .cancelled else { return }
        books[client.group].late += 1
        if ending == .fresh { books[client.group].lateFresh += 1 }
    }

    func sent(_ call: Call, _ attempt: Attempt, _ client: SimulatedClient) {
        touch(client, attempt.endpoint)
        books[client.group].attempts.add(attempt.kind)
        if let promise, now >= promise.faultsEnd { sentLate[Int(client.index)][attempt.endpoint] += 1 }
        if now >= call.deadline.nanoseconds || attempt.end > call.deadline.nanoseconds {
            fail(.attemptsWithinTheCall, "an attempt goes beyond the call's deadline")
        }
        if call.phase != .attempting { fail(.attemptsWithinTheCall, "an attempt of a call that is not attempting") }
        callAttempts[Int(call.index)] += 1
        let most = client.rules.policy.retry.maxAttempts * (client.rules.hedgeAfter == nil ? 1 : 2)
        if callAttempts[Int(call.index)] > most {
            fail(.attemptsWithinTheCall, "attempt \(callAttempts[Int(call.index)]) of \(most)")
        }
        guard client.budget != nil else { return }
        let extra = books[client.group].attempts
        let paid = budgets.indices.reduce(0) { $0 + (clientGroup[$1] == client.group ? budgets[$1].paid : 0) }
        if extra[.retry] + extra[.hedge] > paid {
            fail(.budgetBoundsExtraAttempts, "an extra attempt was not paid for")
        }
    }

    /// An attempt ended, and its call waits for the other one.
    func waitsOn(after ending: AttemptEnding) {
        if !ending.isFailure { fail(.goodAnswersAreUsed, "a call waits on, having a good answer") }
    }

    /// A call or a hedge got a place in the bulkhead: there was one.
    func gotPlace(_ client: SimulatedClient) {
        guard let bulkhead = client.bulkhead else { return }
        touch(client, nil)
        let limit = bulkhead.configuration.maxConcurrent
        if bulkhead.inFlight > limit {
            fail(.inFlightWithinLimit, "the place \(bulkhead.inFlight) of \(limit) was given out")
        }
    }

    // MARK: Budget

    func deposited(_ client: SimulatedClient) { budgets[Int(client.index)].deposit(at: now) }

    func paid(_ client: SimulatedClient, _ cost: RetryableFailure.Cost) {
        if !budgets[Int(client.index)].pay(cost, at: now) {
            fail(.budgetBoundsExtraAttempts, "more was withdrawn than can have been there")
        }
    }
}

/// When all should be well again after the last fault.
struct RecoveryPromise: Sendable, Hashable {
    /// When the last fault is over, in nanoseconds; up to the end every endpoint gets traffic again.
    var faultsEnd: Int64
    /// From here on callers get new answers.
    var wellFrom: Int64
    /// Up to here that is looked at.
    var until: Int64
    /// The least share of new answers, by the name of the group.
    var freshShares: [String: Double]
}
