import Resilience

/// Makes small worlds up: any configuration that the patterns accept, in milliseconds instead of seconds, and any faults.
///
/// Most have room for their load, and promise to be well again some time after the last fault; the others are overloaded
/// now and then or always, and only the invariants that need no such promise are held against them.
public struct RandomWorlds: Sendable {
    /// The trial that belongs to a seed: the same whenever it is asked for.
    public static func trial(seed: UInt64) -> WorldTrial {
        var chance = Chance(seed: seed)
        let hasRoom = chance.happens(0.7)
        let endpoints = endpoints(&chance)
        var groups: [ClientGroup] = []
        for number in 0..<chance.whole(1...2) { groups.append(group("group \(number)", endpoints, &chance)) }
        let capacity = endpoints.reduce(0) { $0 + $1.capacity }
        share(capacity * (hasRoom ? chance.number(0.05...0.2) : chance.number(0.3...2.0)), among: &groups, &chance)
        var world = World(groups: groups, endpoints: endpoints)
        world.seed = seed
        world.interval = .milliseconds(100)
        world.network = network(&chance)
        world.faults = RandomFaults.faults(endpoints.count, clients: groups.reduce(0) { $0 + $1.count }, &chance)
        let end = Duration.nanoseconds(FaultTimeline(world.faults).end)
        guard hasRoom else {
            world.duration = end + .milliseconds(200)
            return WorldTrial(world)
        }
        let recoveryTime = groups.map { timeToRecover($0.policy) }.max() ?? .zero
        world.duration = end + recoveryTime + .milliseconds(300)
        var trial = WorldTrial(world)
        trial.recoveryTime = recoveryTime
        for group in groups where world.network.loss < 0.02 && promisesFreshAnswers(group) {
            trial.freshShares[group.name] = 0.8
        }
        return trial
    }

    private static func endpoints(_ chance: inout Chance) -> [EndpointModel] {
        var model = EndpointModel()
        let mean = chance.milliseconds(1...4)
        switch chance.whole(0...3) {
        case 0: model.serviceTime = .constant(mean)
        case 1: model.serviceTime = .uniform(mean / 2...mean * 3 / 2)
        case 2: model.serviceTime = .erlang(shape: 3, mean: mean)
        default: model.serviceTime = .exponential(mean: mean)
        }
        model.concurrency = chance.whole(4...8)
        model.queue = chance.whole(8...24)
        model.retryAfter = chance.happens(0.5) ? chance.milliseconds(1...40) : nil
        model.skipsAbandoned = chance.happens(0.7)
        return Array(repeating: model, count: chance.whole(1...4))
    }

    private static func group(_ name: String, _ endpoints: [EndpointModel], _ chance: inout Chance) -> ClientGroup {
        let mode: ClientMode = chance.happens(0.7) ? .full : chance.one(of: [.baseline, .retry, .breaker])
        var group = ClientGroup(name, policy: RandomPolicies.policy(mode, &chance))
        group.count = chance.whole(1...3)
        group.targets = chance.whole(1...3)
        if chance.happens(0.2) { group.patience = chance.milliseconds(5...60) }
        return group
    }

    /// Gives each client the same part of a load, in calls per second.
    private static func share(_ load: Double, among groups: inout [ClientGroup], _ chance: inout Chance) {
        let clients = groups.reduce(0) { $0 + $1.count }
        let each = min(300, load / Double(clients))
        for place in groups.indices {
            // Without a budget all attempts may be made at once.
            let worst = groups[place].policy.mode == .full ? 1 : groups[place].policy.retry.maxAttempts
            let rate = each / Double(worst)
            switch chance.whole(0...2) {
            case 0: groups[place].arrivals = .constant(perSecond: rate)
            case 1: groups[place].arrivals = .poisson(perSecond: rate)
            default:
                let burst = chance.whole(1...4)
                groups[place].arrivals = .bursts(of: burst, every: .seconds(Double(burst) / rate))
            }
        }
    }

    private static func network(_ chance: inout Chance) -> NetworkModel {
        var network = NetworkModel()
        network.latency =
            chance.happens(0.5)
            ? .constant(chance.microseconds(20...400)) : .exponential(mean: chance.microseconds(20...400))
        network.loss = chance.happens(0.2) ? chance.number(0...0.05) : 0
        network.retransmission = chance.milliseconds(2...20)
        return network
    }

    // MARK: What is promised

    /// The longest that all the times can take one after the other, twice.
    private static func timeToRecover(_ policy: ClientPolicy) -> Duration {
        var time = policy.requestTimeout + .milliseconds(100)
        if policy.mode == .breaker || policy.mode == .full {
            time += (policy.callBreaker.maximumOpenDuration + policy.callBreaker.halfOpenTimeout) * 2
        }
        guard policy.mode == .full else { return time }
        time += (policy.endpointBreaker.maximumOpenDuration + policy.endpointBreaker.halfOpenTimeout) * 2
        time += policy.outliers.maximumDuration * 2 + policy.outliers.window
        if let throttle = policy.throttle { time += throttle.window * 3 }
        if policy.adaptiveLimit != nil { time += .milliseconds(1500) }
        return time
    }

    /// Whether the client's own limits leave room for what is usual. Who serves earlier answers unasked, or has few places,
    /// promises nothing; nor does who follows the mean of less than ten latencies, since chance alone may shrink that limit
    /// to less than a burst.
    private static func promisesFreshAnswers(_ group: ClientGroup) -> Bool {
        let policy = group.policy
        guard policy.mode == .full else { return true }
        return policy.fallback.freshFor == nil && policy.fallback.softTimeout == nil
            && policy.bulkhead.maxConcurrent >= 24 && policy.adaptiveLimit.map { $0.minimumSamples >= 10 } ?? true
    }
}
