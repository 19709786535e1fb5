/// A world that is run under an ``Invariant`` audit.
public struct WorldTrial: Sendable, Hashable {
    /// What is run.
    public var world: World
    /// How long after the last fault all is to be well; nil where nothing is promised.
    public var recoveryTime: Duration?
    /// The least share of new answers from then on, by the name of the group; who is not named promises none.
    public var freshShares: [String: Double] = [:]

    /// A trial of a world that promises nothing about recovery.
    public init(_ world: World) { self.world = world }

    /// Runs the world up to its end, or to the first invariant that is broken.
    ///
    /// - Throws: ``SimulationError`` for a world that makes no sense.
    public func run() throws(SimulationError) -> (result: SimulationResult, violation: Violation?) {
        let faultsEnd = FaultTimeline(world.faults).end
        let promise = recoveryTime.map { time in
            RecoveryPromise(
                faultsEnd: faultsEnd,
                wellFrom: faultsEnd + time.nanosecondsRoundedUp,
                until: world.duration.nanosecondsRoundedUp,
                freshShares: freshShares
            )
        }
        let audit = Audit(promise: promise)
        let result = try Simulator(world, audit: audit).run()
        return (result, audit.violation)
    }
}
