import Resilience

// What goes on beside the calls: news of breakers, what is due in them, and probes, as in EndpointRegistry, the timers of
// the patterns, and RecoveryProber.

extension Simulator {
    /// Reads what the client's breakers had to tell.
    mutating func read(_ client: SimulatedClient) {
        guard !client.news.isEmpty else { return }
        for item in client.news.items {
            switch item {
            case .moved(nil, let from, let to, let openFor):
                client.callBreakerStatus = to
                groups[client.group].callBreaker.add(to)
                if to == .open { groups[client.group].series[now].callBreakerOpenings += 1 }
                digest.add(UInt64(to.position) | 2 << 32)
                audit?.moved(client, endpoint: nil, from: from, to: to, openFor: openFor)
            case .moved(let endpoint?, let from, let to, let openFor):
                client.endpointStatus[endpoint] = to
                groups[client.group].endpointBreakers.add(to)
                if to == .open { groups[client.group].series[now].endpointBreakerOpenings += 1 }
                digest.add(UInt64(to.position) | UInt64(endpoint) << 8 | 3 << 32)
                audit?.moved(client, endpoint: endpoint, from: from, to: to, openFor: openFor)
            case .ejected(let endpoint):
                groups[client.group].ejections += 1
                digest.add(UInt64(endpoint) << 8 | 4 << 32)
                armTimer(client, client.endpoints.nextDeadline)
            case .readmitted(let endpoint):
                digest.add(UInt64(endpoint) << 8 | 5 << 32)
            }
            if case .moved(let endpoint, _, .open, _) = item {
                let breaker = endpoint == nil ? client.callBreaker?.nextDeadline : client.endpoints.nextDeadline
                armTimer(client, breaker)
            }
        }
        client.news.clear()
    }

    /// Plans a look at what is due, unless an earlier one is planned.
    mutating func armTimer(_ client: SimulatedClient, _ deadline: VirtualInstant?) {
        guard let deadline, deadline.nanoseconds < client.timerAt else { return }
        client.timerAt = max(now, deadline.nanoseconds)
        plan(.policyTimer, at: client.timerAt, client.index)
    }

    mutating func policyTimer(_ client: SimulatedClient) {
        guard now == client.timerAt else { return }
        client.timerAt = .max
        client.callBreaker?.advance()
        if client.rules.isFull { client.endpoints.advance() }
        read(client)
        armTimer(client, client.callBreaker?.nextDeadline)
        if client.rules.isFull { armTimer(client, client.endpoints.nextDeadline) }
    }

    // MARK: Probes

    mutating func planProbeTick(_ client: SimulatedClient) {
        guard now < end || client.callsUnderWay > 0 else { return }
        // Spread, so that many clients do not probe in step.
        let pause = client.rules.probeInterval * Double.random(in: 0.9...1.1, using: &client.random)
        plan(.probeTick, at: now + Int64(pause), client.index)
    }

    mutating func probeTick(_ client: SimulatedClient) {
        let suspects = client.endpoints.endpointsToProbe(callBreakerOpen: client.callBreakerStatus == .open)
        guard !suspects.isEmpty else { return planProbeTick(client) }
        client.probesUnderWay = suspects.count
        for endpoint in suspects { probe(client, endpoint) }
    }

    /// A probe meets what traffic meets, except that it needs no place: `/readyz` is exempt from the backend's limits.
    private mutating func probe(_ client: SimulatedClient, _ place: Int) {
        let endpoint = endpoints[place]
        let roundTrip = 2 * latency.draw(&random)
        let isLost = endpoint.isHung || endpoint.isCut(from: client.index)
        let isInTime = !isLost && roundTrip < client.rules.probeTimeout
        let isGood = isInTime && !endpoint.isDown
        // One that takes as long as a slow call finds an endpoint that is there, and no evidence that calls would be faster.
        let wakes = isGood && client.slowCall.map { .nanoseconds(roundTrip) < $0 } ?? true
        let result = UInt32(place) << 2 | (wakes ? 2 : 0) | (isGood ? 1 : 0)
        plan(.probeOver, at: now + (isInTime ? roundTrip : client.rules.probeTimeout), client.index, result)
    }

    mutating func probeIsOver(_ client: SimulatedClient, _ result: UInt32) {
        if result & 1 == 1 { client.endpoints.probeSucceeded(Int(result >> 2)) }
        if result & 3 == 3 { client.callBreaker?.recover() }
        read(client)
        client.probesUnderWay -= 1
        if client.probesUnderWay == 0 { planProbeTick(client) }
    }
}

extension BreakerStatus {
    /// A number for digests.
    fileprivate var position: Int {
        switch self {
        case .closed: 0
        case .open: 1
        case .halfOpen: 2
        case .forcedOpen: 3
        case .disabled: 4
        case .metricsOnly: 5
        }
    }
}
