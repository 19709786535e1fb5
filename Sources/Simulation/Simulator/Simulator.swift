import Resilience

/// Runs a world: takes the earliest event, sets the clock to it, does what follows, and so on to the end.
///
/// One thread; use one simulator per run. A value, and so without the runtime's checks of exclusive access, which would
/// take a quarter of the time. What a client does is decided by the patterns of `Resilience`, which read the
/// simulation's clock; this only carries out what they decide, in the order of the client service's pipelines.
public struct Simulator: ~Copyable {
    let world: World
    let clock = VirtualClock()
    var now: Int64 = 0
    var heap = EventHeap()
    var clients: ContiguousArray<SimulatedClient> = []
    var endpoints: ContiguousArray<SimulatedEndpoint> = []
    var calls: ContiguousArray<Call> = []
    var freeCalls: ContiguousArray<Int32> = []
    var attempts: ContiguousArray<Attempt> = []
    var freeAttempts: ContiguousArray<Int32> = []
    var works = WorkPool()
    var groups: ContiguousArray<GroupResult> = []
    /// Calls that got their place in a bulkhead in this event, in order.
    var ready: ContiguousArray<Int32> = []
    var random: RandomSource
    let latency: Sampler
    let faults: FaultTimeline
    let end: Int64
    var callsUnderWay = 0
    var events = 0
    var digest = EventDigest()
    /// Looks on; nil where nobody does.
    let audit: Audit?

    /// Prepares a run.
    ///
    /// - Throws: ``SimulationError`` for a world that makes no sense.
    public init(_ world: World) throws(SimulationError) {
        try self.init(world, audit: nil)
    }

    init(_ world: World, audit: Audit?) throws(SimulationError) {
        try world.validate()
        self.world = world
        self.audit = audit
        random = RandomSource(seed: world.seed, stream: 1 << 41)
        latency = Sampler(world.network.latency)
        faults = FaultTimeline(world.faults)
        end = world.duration.nanosecondsRoundedUp
        let interval = world.interval.nanosecondsRoundedUp
        for group in world.groups {
            groups.append(GroupResult(group.name, series: TimeSeries(interval: interval, duration: end)))
        }
        for (place, model) in world.endpoints.enumerated() {
            endpoints.append(SimulatedEndpoint(model, seed: world.seed, place: place))
        }
        for (place, group) in world.groups.enumerated() {
            let rules = ClientRules(group)
            for _ in 0..<group.count {
                let index = Int32(clients.count)
                clients.append(SimulatedClient(index: index, group: place, group, rules, of: world, clock))
            }
        }
    }

    /// Runs the world to its end.
    public consuming func run() -> SimulationResult { runToEnd() }

    mutating func runToEnd() -> SimulationResult {
        begin()
        while let event = heap.next() {
            now = event.time
            clock.set(to: VirtualInstant(nanoseconds: now))
            events += 1
            audit?.eventBegins(at: now)
            digest.add(event.time)
            digest.add(event.order ^ UInt64(event.tag) << 40 ^ UInt64(UInt32(bitPattern: event.index)) << 16)
            handle(event)
            while let call = ready.popLast() { attemptWithPlace(calls[Int(call)]) }
            if let audit {
                audit.check(self)
                if audit.violation != nil { break }
            }
            if callsUnderWay == 0, now >= end { break }
        }
        audit?.finish(self)
        return SimulationResult(
            groups: Array(groups),
            endpoints: endpoints.map(\.result),
            events: events,
            digest: digest.value,
            end: VirtualInstant(nanoseconds: now)
        )
    }

    private mutating func begin() {
        audit?.prepare(self)
        for (place, step) in faults.steps.enumerated() where step.time < end {
            plan(.fault, at: step.time, Int32(place))
        }
        for client in clients {
            if client.arrivals.due < end { plan(.arrival, at: client.arrivals.due, client.index) }
            if client.rules.isFull { planProbeTick(client) }
        }
    }

    private mutating func handle(_ event: ScheduledEvent) {
        guard let kind = EventKind(rawValue: UInt8(truncatingIfNeeded: event.order)) else { return }
        let place = Int(event.index)
        switch kind {
        case .arrival: arrive(clients[place])
        case .patienceOver, .softTimeout, .waitOver, .retryDue, .hedgeDue:
            let call = calls[place]
            if call.tag == event.tag, call.phase != .ended { handle(kind, call) }
        case .attemptTimeout:
            let attempt = attempts[place]
            if attempt.tag == event.tag, attempt.isUnderWay { ended(attempt, .timedOut, retryAfter: .zero) }
        case .requestThere, .workDone, .answerThere:
            if works[event.index].tag == event.tag { handle(kind, work: event.index) }
        case .policyTimer: policyTimer(clients[place])
        case .probeTick: probeTick(clients[place])
        case .probeOver: probeIsOver(clients[place], event.tag)
        case .fault: fault(faults.steps[place])
        }
    }

    private mutating func handle(_ kind: EventKind, _ call: Call) {
        switch kind {
        case .patienceOver: cancel(call)
        case .softTimeout: soften(call)
        case .waitOver: waitIsOver(call)
        case .retryDue: retryIsDue(call)
        default: hedgeIsDue(call)
        }
    }

    private mutating func handle(_ kind: EventKind, work place: Int32) {
        switch kind {
        case .requestThere: requestIsThere(place)
        case .workDone: workIsDone(place)
        default: answerIsThere(place)
        }
    }

    mutating func plan(_ kind: EventKind, at time: Int64, _ index: Int32, _ tag: UInt32 = 0) {
        heap.schedule(kind.rawValue, at: time, index: index, tag: tag)
    }

    // MARK: Places

    mutating func takeCall() -> Call {
        callsUnderWay += 1
        if let place = freeCalls.popLast() { return calls[Int(place)] }
        let call = Call(index: Int32(calls.count))
        calls.append(call)
        return call
    }

    mutating func takeAttempt() -> Attempt {
        if let place = freeAttempts.popLast() { return attempts[Int(place)] }
        let attempt = Attempt(index: Int32(attempts.count))
        attempts.append(attempt)
        return attempt
    }
}
