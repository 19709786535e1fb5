import Resilience

// A call from its caller's side: fallback outermost, then the call breaker, as in DataSource and CallPipeline.

extension Simulator {
    mutating func arrive(_ client: SimulatedClient) {
        client.arrivals.advance(using: &client.random)
        if client.arrivals.due < end { plan(.arrival, at: client.arrivals.due, client.index) }
        let target = client.rules.targets == 1 ? 0 : client.random.below(client.rules.targets)
        groups[client.group].calls += 1
        groups[client.group].series[now].calls += 1
        let isKnown = client.rules.isFull && isAnswerKnown(client, target)
        if let freshFor = client.rules.policy.fallback.freshFor, isKnown, let age = ageOfAnswer(client, target) {
            count(client, .stale, began: now)
            audit?.call(client, .stale)
            if age > freshFor, client.refreshing.insert(target).inserted {
                groups[client.group].refreshes += 1
                begin(client, target, isRefresh: true)
            }
            return
        }
        let call = begin(client, target, isRefresh: false)
        guard call.phase != .ended else { return }
        if let patience = client.rules.patience { plan(.patienceOver, at: now + patience, call.index, call.tag) }
        if isKnown, let timeout = client.rules.softTimeout {
            plan(.softTimeout, at: now + timeout, call.index, call.tag)
        }
    }

    @discardableResult
    private mutating func begin(_ client: SimulatedClient, _ target: Int, isRefresh: Bool) -> Call {
        let call = takeCall()
        client.callsUnderWay += 1
        call.client = client.index
        call.target = target
        call.began = now
        call.deadline = VirtualInstant(nanoseconds: now + client.rules.requestTimeout)
        call.isRefresh = isRefresh
        call.isServed = false
        call.isOutliving = false
        call.lastFailure = nil
        call.ticket = nil
        call.wasSlow = false
        call.phase = .attempting
        audit?.begin(call)
        var policy = client.rules.policy.retry
        if let breaker = client.callBreaker {
            switch breaker.admit() {
            case .rejected:
                read(client)
                end(call, client, .failure(.breaker))
                return call
            case .admitted(let permit):
                read(client)
                // A half-open call is a test: one attempt says what there is to know.
                if permit.isTrial { policy.maxAttempts = 1 }
                call.permit = consume permit
                call.hasPermit = true
                call.hadTime = client.rules.requestTimeout >= client.rules.attemptTimeout / 2
                if let audit { call.permitEpoch = audit.admitted(client, endpoint: nil) }
                if client.callBreakerStatus == .halfOpen { armTimer(client, breaker.nextDeadline) }
            }
        }
        call.retry = RetryState(policy, deadline: call.deadline)
        client.budget?.deposit()
        audit?.deposited(client)
        beginAttempt(call, client)
        return call
    }

    /// What a call came to, beyond the call breaker.
    enum CallResult {
        case answered
        case failure(CallFailure)
    }

    /// The call has ended; its caller, if there still is one, is served.
    mutating func end(_ call: Call, _ client: SimulatedClient, _ result: CallResult) {
        if let permit = call.permit.take(), let breaker = client.callBreaker {
            call.hasPermit = false
            let outcome: CallOutcome =
                switch result {
                case .answered: .success
                case .failure(let failure): failure.callOutcome(hadTime: call.hadTime, client.rules.policy.mode)
                }
            let settlement = breaker.settle(permit, outcome, isSlow: call.wasSlow)
            audit?.settled(client, endpoint: nil, epoch: call.permitEpoch, settlement.result)
            read(client)
        }
        let ending: CallEnding
        switch result {
        case .answered:
            if client.rules.isFull {
                client.lastGood.store((), for: call.target, at: VirtualInstant(nanoseconds: now))
            }
            ending = .fresh
        case .failure(let failure):
            let mayBeStale = client.rules.isFull && !failure.isCancellation && !call.isServed && !call.isRefresh
            ending = mayBeStale && ageOfAnswer(client, call.target) != nil ? .stale : failure.result
        }
        if call.isRefresh {
            client.refreshing.remove(call.target)
        } else if !call.isServed {
            count(client, ending, began: call.began)
            audit?.call(client, ending)
        }
        if call.isOutliving { client.outliving.end(call.target) }
        leave(call, client)
    }

    private mutating func leave(_ call: Call, _ client: SimulatedClient) {
        audit?.ended(call)
        call.phase = .ended
        call.tag &+= 1
        client.callsUnderWay -= 1
        callsUnderWay -= 1
        freeCalls.append(call.index)
    }

    /// What a caller got, and when.
    mutating func count(_ client: SimulatedClient, _ ending: CallEnding, began: Int64) {
        digest.add(UInt64(ending.rawValue) | 1 << 32)
        groups[client.group].endings.add(ending)
        switch ending {
        case .fresh: groups[client.group].series[now].fresh += 1
        case .stale: groups[client.group].series[now].stale += 1
        case .cancelled: return
        default: groups[client.group].series[now].failed += 1
        }
        groups[client.group].latency.add(now - began)
    }

    // MARK: Fallback

    private mutating func isAnswerKnown(_ client: SimulatedClient, _ target: Int) -> Bool {
        let rules = client.rules
        guard rules.policy.fallback.freshFor != nil || rules.softTimeout != nil else { return false }
        return ageOfAnswer(client, target) != nil
    }

    private mutating func ageOfAnswer(_ client: SimulatedClient, _ target: Int) -> Duration? {
        let instant = VirtualInstant(nanoseconds: now)
        return client.lastGood.lookup(target, at: instant, maxAge: client.rules.policy.fallback.maxAge)?.age
    }

    /// The soft timeout has passed: the caller gets an earlier answer, and the call goes on, if there is a place for it.
    mutating func soften(_ call: Call) {
        let client = clients[Int(call.client)]
        guard !call.isServed, ageOfAnswer(client, call.target) != nil else { return }
        let fallback = client.rules.policy.fallback
        count(client, .stale, began: call.began)
        audit?.call(client, .stale)
        call.isServed = true
        if client.outliving.begin(call.target, perKey: fallback.outlivingPerKey, inAll: fallback.outlivingInAll) {
            call.isOutliving = true
        } else {
            cancel(call)
        }
    }
}
