import Resilience

// What stands between an attempt and the backend, in the order of AttemptPipeline: throttle, bulkhead, hedge, choice of the
// endpoint with its breaker, timeout; and the retry around it.

extension Simulator {
    var instant: VirtualInstant { VirtualInstant(nanoseconds: now) }

    mutating func beginAttempt(_ call: Call, _ client: SimulatedClient) {
        guard instant < call.deadline else { return stop(call, client, .deadline) }
        if let throttle = client.throttle, !throttle.admit(using: &client.random) {
            return stop(call, client, .throttled)
        }
        switch client.bulkhead?.arrive(call.index) {
        case nil:
            attempt(call, client)
        case .admitted:
            call.hasPlace = true
            audit?.gotPlace(client)
            attempt(call, client)
        case .queued(_, let ticket):
            call.ticket = ticket
            call.phase = .queued
            call.waitEnd = min(now + (client.rules.maxWait ?? .max / 2), call.deadline.nanoseconds)
            plan(.waitOver, at: call.waitEnd, call.index, call.tag)
        case .rejected(let reason):
            stop(call, client, .bulkhead(reason))
        }
    }

    /// A call that waited has got its place.
    mutating func attemptWithPlace(_ call: Call) {
        call.phase = .attempting
        attempt(call, clients[Int(call.client)])
    }

    mutating func waitIsOver(_ call: Call) {
        // The end of an earlier wait of this call comes too early; whether the turn came first the bulkhead knows.
        guard now == call.waitEnd, let ticket = call.ticket else { return }
        let client = clients[Int(call.client)]
        guard let waiter = client.bulkhead?.abandon(ticket, .deadline) else { return }
        audit?.leftQueue(waiter, call)
        stop(call, client, .bulkhead(.deadline))
    }

    private mutating func attempt(_ call: Call, _ client: SimulatedClient) {
        let limit = min(client.rules.attemptTimeout, call.deadline.nanoseconds - now)
        guard limit > 0 else { return stop(call, client, .deadline) }
        call.phase = .attempting
        call.attemptBegan = now
        call.attemptLimit = limit
        call.attemptEnd = now + limit
        call.hedge = HedgeState()
        call.first = -1
        call.second = -1
        if client.rules.hedgeAfter != nil { planHedge(call, client) }
        let kind: AttemptKind = call.retry.attempt == 1 ? .initial : .retry
        guard send(call, client, number: 1, kind) else { return stop(call, client, .noEndpoint) }
    }

    /// Sends an attempt to an endpoint of its own; false where none admits it.
    mutating func send(_ call: Call, _ client: SimulatedClient, number: Int, _ kind: AttemptKind) -> Bool {
        let chosen =
            client.rules.isFull
            ? client.endpoints.choose(excluding: call.tried, using: &client.random)
            : client.endpoints.chooseAny(using: &client.random)
        if !client.news.isEmpty { read(client) }
        guard let choice = chosen else { return false }
        let attempt = takeAttempt()
        attempt.isUnderWay = true
        attempt.call = call.index
        attempt.endpoint = choice.endpoint.id
        attempt.number = number
        attempt.kind = kind
        attempt.began = now
        attempt.end = call.attemptEnd
        attempt.hasTimer = false
        if number == 1 { call.first = attempt.index } else { call.second = attempt.index }
        if client.rules.hedgeAfter != nil { call.tried.append(attempt.endpoint) }
        if client.rules.isFull {
            if client.endpointStatus[attempt.endpoint] == .halfOpen {
                armTimer(client, choice.endpoint.breaker.nextDeadline)
            }
            if let audit { attempt.permitEpoch = audit.admitted(client, endpoint: attempt.endpoint) }
        }
        attempt.choice = consume choice
        groups[client.group].attempts.add(kind)
        groups[client.group].series[now].attempts += 1
        if kind != .initial { groups[client.group].series[now].extraAttempts += 1 }
        audit?.sent(call, attempt, client)
        transmit(attempt, client)
        return true
    }

    /// An attempt has ended at the client: its endpoint, the limits and the hedge learn what it came to.
    mutating func ended(_ attempt: Attempt, _ ending: AttemptEnding, retryAfter: Duration) {
        let call = calls[Int(attempt.call)]
        let client = clients[Int(call.client)]
        let duration = now - attempt.began
        settle(attempt, call, client, ending)
        if attempt.number == 2 { leaveHedgePlace(call, client) }
        let report = AttemptReport(ending: ending, duration: duration, retryAfter: retryAfter)
        switch call.hedge.answer(report, number: attempt.number, isGood: !ending.isFailure) {
        case .wait:
            audit?.waitsOn(after: ending)
        case .use(let best, let hedge):
            if let hedge { groups[client.group].hedges.add(hedge) }
            cancelAttempts(call, client)
            note(call, client, best.ending)
            judge(call, client, best)
        }
    }

    /// Gives back what an attempt holds.
    private mutating func settle(_ attempt: Attempt, _ call: Call, _ client: SimulatedClient, _ ending: AttemptEnding) {
        let outcome = ending.endpointOutcome(hadTime: call.attemptLimit >= client.rules.attemptTimeout / 2)
        if let choice = attempt.choice.take() {
            let settlement = choice.settle(outcome, isError: ending.isFailure)
            if let audit, let settlement {
                audit.settled(client, endpoint: attempt.endpoint, epoch: attempt.permitEpoch, settlement.result)
            }
            if !client.news.isEmpty { read(client) }
        }
        if ending != .cancelled, client.rules.isFull {
            client.throttle?.settle(isOverload: ending.isOverload)
            followLatency(client, now - attempt.began, isOverload: ending.isOverload)
        }
        attempt.isUnderWay = false
        attempt.tag &+= 1
        if call.first == attempt.index { call.first = -1 }
        if call.second == attempt.index { call.second = -1 }
        freeAttempts.append(attempt.index)
    }

    mutating func cancelAttempts(_ call: Call, _ client: SimulatedClient) {
        if call.first >= 0 { settle(attempts[Int(call.first)], call, client, .cancelled) }
        if call.second >= 0 { settle(attempts[Int(call.second)], call, client, .cancelled) }
        leaveHedgePlace(call, client)
        call.tried.removeAll(keepingCapacity: true)
    }

    /// What an attempt teaches those that follow latency: from the first on, even if a hedge has won.
    private mutating func note(_ call: Call, _ client: SimulatedClient, _ ending: AttemptEnding) {
        guard let latencies = client.latencies, ending != .cancelled else { return }
        let duration = Duration.nanoseconds(now - call.attemptBegan)
        if let threshold = client.slowCall, duration >= threshold {
            call.wasSlow = true
        } else if ending.isAnswer {
            latencies.record(duration)
        }
    }

    /// What follows an attempt.
    private mutating func judge(_ call: Call, _ client: SimulatedClient, _ report: AttemptReport) {
        guard report.ending.isFailure else {
            leavePlace(call, client)
            return end(call, client, .answered)
        }
        let failure = CallFailure.attempt(report.ending)
        if report.ending == .timedOut, call.attemptLimit < client.rules.attemptTimeout {
            return stop(call, client, failure)
        }
        leavePlace(call, client)
        call.lastFailure = failure
        let audit = audit
        let policy = client.rules.policy
        let isQuick = report.duration < client.rules.attemptTimeout / 2
        let meaning = RetryableFailure(
            retryAfter: report.ending == .shedding ? report.retryAfter : nil,
            cost: report.ending.retryCost(isQuick: isQuick)
        ).limited(by: policy.repeatability, isUnsent: report.ending == .refused)
        let decision = call.retry.next(
            after: meaning,
            at: instant,
            canContinue: { client.canContinue },
            using: &client.random
        ) { cost in
            guard let budget = client.budget else { return true }
            let isPaid = budget.withdraw(cost)
            if isPaid { audit?.paid(client, cost) }
            return isPaid
        }
        switch decision {
        case .stop:
            end(call, client, .failure(failure))
        case .retry(let delay):
            call.phase = .backingOff
            plan(.retryDue, at: now + delay.nanosecondsRoundedUp, call.index, call.tag)
        }
    }

    mutating func retryIsDue(_ call: Call) {
        guard call.phase == .backingOff else { return }
        let client = clients[Int(call.client)]
        guard client.canContinue else { return end(call, client, .failure(call.lastFailure ?? .noEndpoint)) }
        beginAttempt(call, client)
    }

    /// The call ends for a reason that the attempt found out.
    private mutating func stop(_ call: Call, _ client: SimulatedClient, _ failure: CallFailure) {
        leavePlace(call, client)
        // What the backend said last tells more than that a further attempt could not be made.
        end(call, client, .failure(failure.isRefusal ? call.lastFailure ?? failure : failure))
    }

    /// The caller has gone: all that is under way for it ends.
    mutating func cancel(_ call: Call) {
        let client = clients[Int(call.client)]
        // Who has been served does not wait any more, and cannot go away.
        if call.isOutliving { return }
        if let ticket = call.ticket, let waiter = client.bulkhead?.abandon(ticket, .cancelled) {
            audit?.leftQueue(waiter, call)
        }
        cancelAttempts(call, client)
        leavePlace(call, client)
        end(call, client, .failure(.attempt(.cancelled)))
    }
}
