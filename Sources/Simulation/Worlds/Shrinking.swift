import Resilience

/// Makes a failing world small.
extension WorldTrial {
    /// A smaller world that breaks the same invariant: every step towards less is tried, and kept if it still fails, until
    /// none does. The result is this trial if it breaks nothing.
    ///
    /// - Parameter limit: how many worlds are tried at most. Default 2,000.
    /// - Throws: ``SimulationError`` for a world that makes no sense.
    public func shrunk(limit: Int = 2_000) throws(SimulationError) -> WorldTrial {
        guard let invariant = try run().violation?.invariant else { return self }
        var smallest = self
        var tried = 0
        search: while tried < limit {
            for candidate in smallest.smaller where tried < limit {
                tried += 1
                // What a step made senseless is no world.
                guard candidate.world.isSound else { continue }
                if try candidate.run().violation?.invariant == invariant {
                    smallest = candidate
                    continue search
                }
            }
            break
        }
        return smallest
    }

    /// Every world that is one step smaller, the largest steps first.
    var smaller: [WorldTrial] {
        var trials: [WorldTrial] = []
        func add(_ change: (inout World) -> Void) {
            var trial = self
            change(&trial.world)
            if trial != self { trials.append(trial) }
        }
        for place in world.faults.indices { add { $0.faults.remove(at: place) } }
        if world.groups.count > 1 {
            for place in world.groups.indices { add { $0.groups.remove(at: place) } }
        }
        for place in world.groups.indices {
            add { $0.groups[place].count = 1 }
            add { $0.groups[place].count = max(1, $0.groups[place].count - 1) }
        }
        if world.endpoints.count > 1 { add { $0.removeLastEndpoint() } }
        add { $0.duration = max(.milliseconds(1), $0.duration / 2) }
        add { $0.duration = max(.milliseconds(1), $0.duration * 9 / 10) }
        for place in world.faults.indices {
            add { $0.faults[place].end = $0.faults[place].start + ($0.faults[place].end - $0.faults[place].start) / 2 }
            add { $0.faults[place].endpoints.removeLast() }
        }
        addPlainer(add)
        return trials
    }

    /// Worlds with one thing less that could matter.
    private func addPlainer(_ add: ((inout World) -> Void) -> Void) {
        add { $0.network.loss = 0 }
        add { $0.network.latency = .constant(.microseconds(100)) }
        for place in world.groups.indices {
            add { $0.groups[place].patience = nil }
            add { $0.groups[place].targets = 1 }
            add { $0.groups[place].arrivals = .constant(perSecond: $0.groups[place].arrivals.perSecond) }
            add { $0.groups[place].policy.hedgeAfter = nil }
            add { $0.groups[place].policy.slowCall = nil }
            add { $0.groups[place].policy.throttle = nil }
            add { $0.groups[place].policy.adaptiveLimit = nil }
            add { $0.groups[place].policy.fallback.softTimeout = nil }
            add { $0.groups[place].policy.fallback.freshFor = nil }
            add { $0.groups[place].policy.bulkhead.maxQueue = 0 }
            add { $0.groups[place].policy.outliers.maximumEjected = 0 }
            add { $0.groups[place].policy.retry.backoff.jitter = .none }
            add { $0.groups[place].policy.retry.maxAttempts = 1 }
            add { $0.groups[place].policy.callBreaker.tripRule = .never }
            add { $0.groups[place].policy.endpointBreaker.tripRule = .never }
        }
        for place in world.endpoints.indices {
            add { $0.endpoints[place].serviceTime = .constant($0.endpoints[place].serviceTime.mean) }
        }
    }
}

extension World {
    fileprivate var isSound: Bool {
        do throws(SimulationError) {
            try validate()
            return true
        } catch {
            return false
        }
    }

    fileprivate mutating func removeLastEndpoint() {
        endpoints.removeLast()
        for place in faults.indices { faults[place].endpoints.removeAll { $0 >= endpoints.count } }
        faults.removeAll { $0.endpoints.isEmpty }
        for place in groups.indices { groups[place].endpoints?.removeAll { $0 >= endpoints.count } }
    }
}
