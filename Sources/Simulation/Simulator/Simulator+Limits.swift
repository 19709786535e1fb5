import Resilience

// Places in the bulkhead, its size, and hedges, as AttemptHedge, HedgePlace and AdaptiveLimitCore have them.

extension Simulator {
    mutating func leavePlace(_ call: Call, _ client: SimulatedClient) {
        guard call.hasPlace else { return }
        call.hasPlace = false
        passOn(client.bulkhead?.release())
    }

    mutating func leaveHedgePlace(_ call: Call, _ client: SimulatedClient) {
        guard call.hedgeHasPlace else { return }
        call.hedgeHasPlace = false
        passOn(client.bulkhead?.release())
    }

    private mutating func passOn(_ next: Int32?) {
        guard let next else { return }
        // It has its place from now on, and uses it when this event is done with.
        let call = calls[Int(next)]
        call.hasPlace = true
        audit?.gotPlace(clients[Int(call.client)])
        ready.insert(next, at: 0)
    }

    /// The limit learns how long an attempt took, before its place is given back.
    mutating func followLatency(_ client: SimulatedClient, _ duration: Int64, isOverload: Bool) {
        guard client.adaptiveLimit != nil, let inFlight = client.bulkhead?.inFlight else { return }
        if isOverload {
            client.adaptiveLimit?.recordOverload(inFlight: inFlight, at: instant)
        } else {
            client.adaptiveLimit?.record(latency: .nanoseconds(duration), inFlight: inFlight, at: instant)
        }
        guard let limit = client.adaptiveLimit?.limit, var configuration = client.bulkhead?.configuration,
            configuration.maxConcurrent != limit
        else { return }
        configuration.maxConcurrent = limit
        for next in client.bulkhead?.reconfigure(configuration) ?? [] { passOn(next) }
    }

    // MARK: Hedge

    mutating func planHedge(_ call: Call, _ client: SimulatedClient) {
        guard client.rules.policy.repeatability.isRepeatable, let latencies = client.latencies,
            let delay = client.rules.hedgeAfter?.duration(from: latencies)?.nanosecondsRoundedUp,
            delay < call.attemptLimit
        else { return }
        call.hedgeDue = now + delay
        plan(.hedgeDue, at: call.hedgeDue, call.index, call.tag)
    }

    mutating func hedgeIsDue(_ call: Call) {
        // The hedge of an earlier attempt of this call comes too early.
        guard call.phase == .attempting, now == call.hedgeDue, call.first >= 0, call.second < 0 else { return }
        let client = clients[Int(call.client)]
        guard takeHedgePlace(call, client) else {
            groups[client.group].hedges.add(.denied)
            return
        }
        call.hedge.hedge()
        if !send(call, client, number: 2, .hedge) { hedgeFoundNoEndpoint(call, client) }
    }

    /// An endpoint that was not tried, a place while no more than half of them are taken, and what it costs; in that order,
    /// so that nothing is paid for a hedge that is not sent.
    private mutating func takeHedgePlace(_ call: Call, _ client: SimulatedClient) -> Bool {
        guard client.endpoints.admits(excluding: call.tried) else { return false }
        if let snapshot = client.bulkhead?.snapshot {
            guard snapshot.hasRoomForHedge, client.bulkhead?.admit() == true else { return false }
            call.hedgeHasPlace = true
            audit?.gotPlace(client)
        }
        guard let budget = client.budget else { return true }
        guard budget.withdraw(.overload) else {
            leaveHedgePlace(call, client)
            return false
        }
        audit?.paid(client, .overload)
        return true
    }

    private mutating func hedgeFoundNoEndpoint(_ call: Call, _ client: SimulatedClient) {
        leaveHedgePlace(call, client)
        let report = AttemptReport(ending: .cancelled, duration: 0, retryAfter: .zero)
        _ = call.hedge.answer(report, number: 2, isGood: false)
    }
}
