import Simulation

// The world of a scenario: what is not given has the simulation's default.

extension ScenarioObject {
    /// The members of a world.
    mutating func world(seed: UInt64) throws(LabError) -> World {
        var endpoints: [EndpointModel] = []
        try each("endpoints") { (object) throws(LabError) in
            let (model, count) = try object.endpoint()
            endpoints += Array(repeating: model, count: count)
        }
        var groups: [ClientGroup] = []
        try each("clients") { (object) throws(LabError) in
            groups.append(try object.group(endpointCount: endpoints.count))
        }
        guard Set(groups.map(\.name)).count == groups.count else {
            throw LabError("clients: each with a name of its own")
        }
        var world = World(groups: groups, endpoints: endpoints)
        world.seed = seed
        try take("duration", into: &world.duration)
        try take("interval", into: &world.interval)
        try inside("network") { (object) throws(LabError) in
            try object.take("latency", into: &world.network.latency)
            try object.take("loss", into: &world.network.loss)
            try object.take("retransmission", into: &world.network.retransmission)
        }
        try each("faults") { (object) throws(LabError) in
            world.faults.append(try object.fault(in: world))
        }
        return world
    }

    private mutating func endpoint() throws(LabError) -> (EndpointModel, count: Int) {
        var (model, count) = (EndpointModel(), 1)
        try take("count", into: &count)
        guard (1...100_000).contains(count) else {
            throw Self.refusal(path(to: "count"), .number(Double(count)), "1 to 100000")
        }
        try take("serviceTime", into: &model.serviceTime)
        try take("concurrency", into: &model.concurrency)
        try take("queue", into: &model.queue)
        try take("retryAfter", into: &model.retryAfter)
        try take("skipsAbandoned", into: &model.skipsAbandoned)
        return (model, count)
    }

    private mutating func group(endpointCount: Int) throws(LabError) -> ClientGroup {
        let name = try Self.text(try needed("name", "a text"), at: path(to: "name"))
        var mode = ClientMode.full
        try take("mode", of: ClientMode.allCases.map { ($0.rawValue, $0) }, into: &mode)
        var group = ClientGroup(name, policy: ClientPolicy(mode))
        try take("count", into: &group.count)
        try inside("policy") { (object) throws(LabError) in try object.take(into: &group.policy) }
        try take("arrivals", into: &group.arrivals)
        if let found = value("endpoints") {
            group.endpoints = try Self.endpoints(found, count: endpointCount, at: path(to: "endpoints"))
        }
        try take("targets", into: &group.targets)
        try take("patience", into: &group.patience)
        return group
    }

    /// `"all"`, `{"first": n}`, or a list of places.
    private static func endpoints(_ value: JSONValue, count: Int, at path: String) throws(LabError) -> [Int] {
        if value.string == "all" { return Array(0..<count) }
        if let first = value["first"]?.number, let number = Int(exactly: first), (0...count).contains(number) {
            return Array(0..<number)
        }
        let accepted = "\"all\", {\"first\": 0 to \(count)}, or a list of places from 0 to \(count - 1)"
        guard let elements = value.array else { throw refusal(path, value, accepted) }
        var places: [Int] = []
        for element in elements {
            guard let number = element.number, let place = Int(exactly: number), (0..<count).contains(place) else {
                throw refusal(path, element, accepted)
            }
            places.append(place)
        }
        return places
    }

    // MARK: Times

    private mutating func take(_ name: String, into slot: inout ArrivalModel) throws(LabError) {
        guard let found = value(name) else { return }
        var object = try ScenarioObject(found, at: path(to: name))
        var (constant, poisson) = (0.0, 0.0)
        try object.take("constant", into: &constant)
        try object.take("poisson", into: &poisson)
        var arrivals: [ArrivalModel] = []
        if constant != 0 { arrivals.append(.constant(perSecond: constant)) }
        if poisson != 0 { arrivals.append(.poisson(perSecond: poisson)) }
        try object.inside("bursts") { (bursts) throws(LabError) in
            var (count, interval) = (1, Duration.zero)
            try bursts.take("of", into: &count)
            try bursts.take("every", into: &interval)
            arrivals.append(.bursts(of: count, every: interval))
        }
        try object.finish()
        guard arrivals.count == 1 else {
            throw LabError(
                "\(object.path): one of {\"constant\": calls per second}, {\"poisson\": calls per second} and "
                    + "{\"bursts\": {\"of\": calls, \"every\": duration}}"
            )
        }
        slot = arrivals[0]
    }

    mutating func take(_ name: String, into slot: inout Distribution) throws(LabError) {
        guard let found = value(name) else { return }
        if found.string != nil {
            slot = .constant(try Self.duration(found, at: path(to: name)))
            return
        }
        var object = try ScenarioObject(found, at: path(to: name))
        var times: [Distribution] = []
        if let mean = object.value("exponential") {
            times.append(.exponential(mean: try Self.duration(mean, at: object.path(to: "exponential"))))
        }
        try object.inside("uniform") { (uniform) throws(LabError) in
            var (low, high) = (Duration.zero, Duration.zero)
            try uniform.take("from", into: &low)
            try uniform.take("to", into: &high)
            guard low <= high else { throw LabError("\(uniform.path): from at most to") }
            times.append(.uniform(low...high))
        }
        try object.inside("erlang") { (erlang) throws(LabError) in
            var (shape, mean) = (1, Duration.zero)
            try erlang.take("shape", into: &shape)
            try erlang.take("mean", into: &mean)
            times.append(.erlang(shape: shape, mean: mean))
        }
        try object.inside("tailed") { (tailed) throws(LabError) in
            var (mean, share, tail) = (Duration.zero, 0.0, Duration.zero)
            try tailed.take("mean", into: &mean)
            try tailed.take("tailShare", into: &share)
            try tailed.take("tailMean", into: &tail)
            times.append(.tailed(mean: mean, tailShare: share, tailMean: tail))
        }
        try object.finish()
        guard times.count == 1 else {
            throw LabError("\(object.path): a duration, or one of exponential, uniform, erlang and tailed")
        }
        slot = times[0]
    }

    // MARK: Faults

    private mutating func fault(in world: World) throws(LabError) -> Fault {
        var (rate, factor) = (1.0, 1.0)
        var (down, up) = (Duration.seconds(1), Duration.seconds(1))
        var (start, end) = (Duration.zero, world.duration)
        let name = try needed("kind", Self.faultKinds)
        try take("rate", into: &rate)
        try take("factor", into: &factor)
        try take("down", into: &down)
        try take("up", into: &up)
        let kind: Fault.Kind
        switch name.string {
        case "errors": kind = .errors(rate)
        case "hang": kind = .hang
        case "slow": kind = .slow(factor)
        case "down": kind = .down
        case "partition": kind = .partition(clients: try partitioned(in: world))
        case "crashLoop": kind = .crashLoop(down: down, up: up)
        case "rollingRestart": kind = .rollingRestart(down: down)
        default: throw Self.refusal(path(to: "kind"), name, Self.faultKinds)
        }
        let asked = value("endpoints") ?? .string("all")
        let places = try Self.endpoints(asked, count: world.endpoints.count, at: path(to: "endpoints"))
        try take("from", into: &start)
        try take("to", into: &end)
        guard end <= world.duration else { throw LabError("\(path(to: "to")) must be at most the duration") }
        return Fault(kind, endpoints: places, from: start, to: end)
    }

    private static let faultKinds = "errors, hang, slow, down, partition, crashLoop or rollingRestart"

    /// The clients of a partition's group; nil for all.
    private mutating func partitioned(in world: World) throws(LabError) -> Range<Int>? {
        guard let group = value("group") else { return nil }
        var first = 0
        for each in world.groups {
            if each.name == group.string { return first..<first + each.count }
            first += each.count
        }
        throw Self.refusal(path(to: "group"), group, world.groups.map(\.name).joined(separator: ", "))
    }
}
