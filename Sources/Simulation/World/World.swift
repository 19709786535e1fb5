/// Clients that are alike.
public struct ClientGroup: Sendable, Hashable {
    /// A name for results.
    public var name: String
    /// How many clients. Default 1; at least 1.
    public var count = 1
    /// What stands between a call and the backend in each.
    public var policy: ClientPolicy
    /// When each of them calls. Default 100 calls per second, Poisson.
    public var arrivals: ArrivalModel = .poisson(perSecond: 100)
    /// Which endpoints they know, by place in the world. Default nil: all.
    public var endpoints: [Int]?
    /// How many different things they ask for, which is what last good answers are kept by. Default 1; 1 to 256.
    public var targets = 1
    /// After which time a caller goes away. Default nil: none does.
    public var patience: Duration?

    /// A group of clients with this policy.
    public init(_ name: String, policy: ClientPolicy) {
        self.name = name
        self.policy = policy
    }
}

/// All that a simulation is made of.
public struct World: Sendable, Hashable {
    /// Determines everything that is left to chance.
    public var seed: UInt64 = 1
    /// For how long calls begin; those under way then are seen to their end. Default 60 s.
    public var duration: Duration = .seconds(60)
    /// How long an interval of the time series is. Default 1 s.
    public var interval: Duration = .seconds(1)
    /// Who calls.
    public var groups: [ClientGroup]
    /// Who is called.
    public var endpoints: [EndpointModel]
    /// What lies between.
    public var network = NetworkModel()
    /// What goes wrong.
    public var faults: [Fault] = []

    /// A world of these clients and endpoints.
    public init(groups: [ClientGroup], endpoints: [EndpointModel]) {
        self.groups = groups
        self.endpoints = endpoints
    }

    /// Throws for the first value outside its range, naming it.
    public func validate() throws(SimulationError) {
        typealias Refusal = SimulationError
        try Refusal.require(duration > .zero && duration <= Refusal.longest, "duration", "above 0, at most 24 h")
        try Refusal.require(interval >= .milliseconds(1), "interval", "at least 1 ms")
        try Refusal.require(duration / interval <= 1e6, "interval", "at least a millionth of the duration")
        try Refusal.require(!groups.isEmpty, "clients", "at least one group")
        try Refusal.require(!endpoints.isEmpty, "endpoints", "at least one")
        for endpoint in endpoints { try endpoint.validate() }
        try network.validate()
        for fault in faults { try fault.validate(endpointCount: endpoints.count) }
        for group in groups {
            try Refusal.require((1...1_000_000).contains(group.count), "clients.count", "1 to 1000000")
            try Refusal.require((1...256).contains(group.targets), "targets", "1 to 256")
            try group.arrivals.validate()
            let known = group.endpoints ?? [0]
            let areSound = !known.isEmpty && known.allSatisfy { endpoints.indices.contains($0) }
            try Refusal.require(areSound, "endpoints", "places of endpoints there are")
            if let patience = group.patience {
                let isSound = patience > .zero && patience <= Refusal.longest
                try Refusal.require(isSound, "patience", "above 0, at most 24 h")
            }
            try group.policy.validate()
        }
        let calls = groups.reduce(0) { $0 + Double($1.count) * $1.arrivals.perSecond } * (duration / .seconds(1))
        try Refusal.require(calls <= 1e8, "arrivals", "at most 100,000,000 calls in the whole duration")
    }
}
