public import Resilience

/// A throttle, against the formula over a plain list of what happened.
public struct ExploredThrottle: ExploredMachine {
    private enum Event: Int, CaseIterable { case accepted, overloaded, lowDraw, highDraw, waitALittle, waitLong }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let probability: Double
        let ages: [Int]
    }

    /// A number of the window's slices, so that what still counts is exact.
    private static var slicesPerWindow: Int { 10 }

    private var state: ThrottleState<VirtualInstant>
    private let configuration: ThrottleConfiguration
    private var slice = 0
    private var history: [(slice: Int, isAccepted: Bool)] = []

    /// A throttle that has seen nothing.
    public init(_ configuration: ThrottleConfiguration) {
        self.configuration = configuration
        state = ThrottleState(configuration, at: .start)
    }

    /// Six.
    public static var eventCount: Int { Event.allCases.count }

    /// What a caller can see.
    public var fingerprint: Fingerprint {
        Fingerprint(probability: state.probability(at: now), ages: counted.map { slice - $0.slice })
    }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        var found: String?
        switch Event.allCases[event] {
        case .accepted: settle(isAccepted: true)
        case .overloaded: settle(isAccepted: false)
        case .lowDraw: found = ask(FixedDraw(bits: 0), isTurnedAway: expected > 0)
        case .highDraw: found = ask(FixedDraw(bits: .max), isTurnedAway: expected >= 1)
        case .waitALittle: slice += 4
        case .waitLong: slice += Self.slicesPerWindow
        }
        let probability = state.probability(at: now)
        if abs(probability - expected) > 1e-12 { found = found ?? "turns away \(probability), by the book \(expected)" }
        if probability > configuration.maximumProbability { found = found ?? "turns away \(probability)" }
        return found.map { .broken($0) } ?? .sound
    }

    private var now: VirtualInstant {
        VirtualInstant.start.advanced(by: configuration.window / Self.slicesPerWindow * slice)
    }

    private var counted: [(slice: Int, isAccepted: Bool)] { history.filter { slice - $0.slice < Self.slicesPerWindow } }

    private var expected: Double {
        let requests = Double(counted.count)
        let accepts = Double(counted.count { $0.isAccepted })
        let excess = max(0, requests - configuration.ratio * accepts)
        return min(configuration.maximumProbability, excess / (requests + 1))
    }

    private mutating func settle(isAccepted: Bool) {
        state.settle(isOverload: !isAccepted, at: now)
        history.append((slice, isAccepted))
    }

    private mutating func ask(_ draw: FixedDraw, isTurnedAway: Bool) -> String? {
        var draw = draw
        let isAdmitted = state.admit(at: now, using: &draw)
        // Who is turned away here counts as a request that was not accepted.
        if !isAdmitted { history.append((slice, false)) }
        return isAdmitted != isTurnedAway ? nil : isAdmitted ? "let a call through" : "turned a call away"
    }

    /// Always draws the same.
    private struct FixedDraw: RandomNumberGenerator {
        let bits: UInt64
        func next() -> UInt64 { bits }
    }
}
