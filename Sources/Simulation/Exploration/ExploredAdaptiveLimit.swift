public import Resilience

/// An adaptive limit with calls that are quick, slow or turned away.
public struct ExploredAdaptiveLimit: ExploredMachine {
    private enum Event: Int, CaseIterable { case quick, slow, overload, wait, waitLong }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let limit: Int
        let time: VirtualInstant
    }

    private var state: AdaptiveLimitState<VirtualInstant>
    private let configuration: AdaptiveLimitConfiguration
    private var now = VirtualInstant.start

    /// The initial limit.
    public init(_ configuration: AdaptiveLimitConfiguration) {
        self.configuration = configuration
        state = AdaptiveLimitState(configuration, at: .start)
    }

    /// Five.
    public static var eventCount: Int { Event.allCases.count }

    /// What a caller can see.
    public var fingerprint: Fingerprint { Fingerprint(limit: state.limit, time: now) }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        let before = state.limit
        let inFlight = state.limit
        switch Event.allCases[event] {
        case .quick: state.record(latency: .milliseconds(1), inFlight: inFlight, at: now)
        case .slow: state.record(latency: .milliseconds(20), inFlight: inFlight, at: now)
        case .overload:
            state.recordOverload(inFlight: inFlight, at: now)
            if state.limit > before { return .broken("grew from \(before) to \(state.limit) by overload") }
        case .wait: now = now.advanced(by: configuration.samplingWindow)
        case .waitLong: now = now.advanced(by: configuration.probeInterval)
        }
        let bounds = configuration.minimum...configuration.maximum
        return bounds.contains(state.limit) ? .sound : .broken("a limit of \(state.limit)")
    }
}
