import Resilience

// What is looked at after each event, and at the end.

extension Audit {
    func check(_ simulator: borrowing Simulator) {
        guard let client = touched else { return }
        checkCounters(client, simulator)
        guard client.rules.isFull || client.callBreaker != nil else { return }
        checkCallBreaker(client, simulator)
        guard client.rules.isFull else { return }
        for endpoint in touchedEndpoints { checkEndpoint(client, endpoint, simulator) }
        checkBulkhead(client, simulator)
        let ejected = client.endpoints.endpoints.count { $0.isEjected }
        let limit = Double(client.endpoints.endpoints.count) * client.rules.policy.outliers.maximumEjected
        if ejected > Int(limit) { fail(.ejectedWithinLimit, "\(ejected) are out of use, \(Int(limit)) may be") }
    }

    private func checkCounters(_ client: SimulatedClient, _ simulator: borrowing Simulator) {
        let group = simulator.groups[client.group]
        let book = books[client.group]
        let waiting = simulator.calls.count {
            $0.phase != .ended && !$0.isRefresh && !$0.isServed && clientGroup[Int($0.client)] == client.group
        }
        if group.calls != group.endings.total + waiting || group.endings.total != book.endings {
            fail(
                .countersTellTheTruth,
                "\(group.calls) calls, \(group.endings.total) ended (seen \(book.endings)), \(waiting) wait"
            )
        }
        for kind in AttemptKind.allCases where group.attempts[kind] != book.attempts[kind] {
            fail(.countersTellTheTruth, "\(group.attempts[kind]) attempts of kind \(kind), seen \(book.attempts[kind])")
        }
    }

    private func checkCallBreaker(_ client: SimulatedClient, _ simulator: borrowing Simulator) {
        guard let breaker = client.callBreaker else { return }
        let ledger = breakers[Int(client.index)].last ?? BreakerLedger()
        let held = simulator.calls.count { $0.phase != .ended && $0.client == client.index && $0.hasPermit }
        if held != ledger.outstanding {
            fail(.permitsSettleOnce, "\(ledger.outstanding) call permits are out, \(held) are held")
        }
        checkTotals(breaker.snapshot(), ledger)
        if ledger.hasTrialLeft(client.rules.policy.callBreaker), !breaker.wouldAdmit {
            fail(.halfOpenKeepsItsLimit, "a trial is left, and the call breaker refuses it")
        }
    }

    private func checkEndpoint(_ client: SimulatedClient, _ endpoint: Int, _ simulator: borrowing Simulator) {
        guard let known = client.endpoints.endpoints.first(where: { $0.id == endpoint }) else { return }
        let ledger = breakers[Int(client.index)][endpoint]
        let held = simulator.attempts.count {
            $0.isUnderWay && $0.endpoint == endpoint && simulator.calls[Int($0.call)].client == client.index
        }
        if held != ledger.outstanding || held != known.inFlight {
            fail(
                .permitsSettleOnce,
                "\(ledger.outstanding) permits of endpoint \(endpoint) are out, \(held) are held, \(known.inFlight) fly"
            )
        }
        checkTotals(known.breaker.snapshot(), ledger)
        if ledger.hasTrialLeft(client.rules.policy.endpointBreaker), !known.breaker.wouldAdmit {
            fail(.halfOpenKeepsItsLimit, "a trial is left, and endpoint \(endpoint) refuses it")
        }
    }

    private func checkTotals(_ snapshot: BreakerSnapshot, _ ledger: BreakerLedger) {
        for result in BreakerCallResult.allCases where result != .rejected {
            let seen = ledger.settled[result] ?? 0
            if snapshot.totals[result] != seen {
                fail(.countersTellTheTruth, "\(snapshot.totals[result]) counted as \(result.rawValue), seen \(seen)")
            }
        }
        if snapshot.status != ledger.status || snapshot.transitionCount != ledger.epoch {
            fail(.countersTellTheTruth, "the breaker is \(snapshot.status.rawValue), seen \(ledger.status.rawValue)")
        }
    }

    private func checkBulkhead(_ client: SimulatedClient, _ simulator: borrowing Simulator) {
        guard let bulkhead = client.bulkhead else { return }
        let places = simulator.calls.reduce(0) { sum, call in
            guard call.phase != .ended, call.client == client.index else { return sum }
            return sum + (call.hasPlace ? 1 : 0) + (call.hedgeHasPlace ? 1 : 0)
        }
        if places != bulkhead.inFlight {
            fail(.inFlightWithinLimit, "\(bulkhead.inFlight) places are taken, \(places) are used")
        }
        let most = client.rules.policy.adaptiveLimit?.maximum ?? client.rules.policy.bulkhead.maxConcurrent
        let limit = bulkhead.configuration.maxConcurrent
        if bulkhead.inFlight > max(limit, lastInFlight[Int(client.index)]) || limit > most {
            fail(.inFlightWithinLimit, "\(bulkhead.inFlight) are in flight, \(limit) of at most \(most) may be")
        }
        if let adaptive = client.rules.policy.adaptiveLimit, limit < adaptive.minimum {
            fail(.inFlightWithinLimit, "a limit of \(limit), at least \(adaptive.minimum) may be")
        }
        if bulkhead.queued > client.rules.policy.bulkhead.maxQueue {
            fail(.inFlightWithinLimit, "\(bulkhead.queued) wait")
        }
        lastInFlight[Int(client.index)] = bulkhead.inFlight
    }

    // MARK: The end

    func finish(_ simulator: borrowing Simulator) {
        guard violation == nil else { return }
        for client in simulator.clients {
            let permits = breakers[Int(client.index)].reduce(0) { $0 + $1.outstanding }
            let places = client.bulkhead.map { $0.inFlight + $0.queued } ?? 0
            let background = client.refreshing.count + client.outliving.total
            if permits + places + background + client.callsUnderWay > 0 {
                fail(.nothingIsLeft, "\(permits) permits, \(places) places, \(background) background calls")
            }
        }
        guard let promise else { return }
        for (group, book) in zip(simulator.groups, books) where book.late >= 20 {
            let share = Double(book.lateFresh) / Double(book.late)
            if share < promise.freshShares[group.name] ?? 0 {
                fail(.recovers, "\(group.name): only \(share) of \(book.late) are fresh")
            }
        }
        for client in simulator.clients {
            let known = client.endpoints.endpoints.map(\.id)
            let sent = sentLate[Int(client.index)]
            guard known.reduce(0, { $0 + sent[$1] }) >= 40 * known.count else { continue }
            for endpoint in known where sent[endpoint] == 0 {
                fail(.noStarvation, "client \(client.index) sends nothing to endpoint \(endpoint), which is well")
            }
        }
    }
}
