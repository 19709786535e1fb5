/// Adaptive throttling in the client, as a pure value: a backend that sheds calls is sent fewer of them.
///
/// A call is turned away with probability max(0, (requests − K · accepts) / (requests + 1)), up to a maximum, over a
/// sliding window. While the backend accepts more than one call in K nothing happens; below that about K times what it
/// accepts is let through, so that shedding costs it little, and it is seen at once when it accepts more.
///
/// A call counts when its fate is known: at once when it is turned away here (a request, not accepted), when it is
/// settled if it was sent. Calls in flight count as nothing, so the first calls of a quiet client do not look refused, and
/// a cancelled call, which is never settled, leaves no trace. Only signs of overload are non-accepts: a backend that
/// answers 500 is at work, and at 60 % of such errors the throttle would otherwise turn good calls away as well.
///
/// Source: Beyer et al., *Site Reliability Engineering*, ch. 21, "Handling Overload", client-side throttling. The maximum
/// is failsafe-go's (and Envoy's admission control's).
public struct ThrottleState<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private let configuration: ThrottleConfiguration
    /// Requests, and as failures those that were not accepted.
    private var window: SlidingWindow<Instant>

    /// A throttle that has seen nothing and lets everything through. The configuration is taken as valid.
    public init(_ configuration: ThrottleConfiguration, at now: Instant) {
        self.configuration = configuration
        window = SlidingWindow(length: configuration.window, from: now)
    }

    /// Whether to send a call. One that is sent is to be settled, unless its caller gives it up.
    ///
    /// The generator is asked only while there is a reason to turn calls away.
    public mutating func admit(at now: Instant, using generator: inout some RandomNumberGenerator) -> Bool {
        admit(at: now) { Double.random(in: 0..<1, using: &generator) }
    }

    /// The same, with a source of numbers from 0 up to 1.
    mutating func admit(at now: Instant, draw: () -> Double) -> Bool {
        window.advance(to: now)
        let probability = current
        guard probability > 0, draw() < probability else { return true }
        window.record(failed: true, at: now)
        return false
    }

    /// A call that was sent has ended.
    /// - Parameter isOverload: whether it ended in a sign of overload: 429, 503, a timeout.
    public mutating func settle(isOverload: Bool, at now: Instant) { window.record(failed: isOverload, at: now) }

    /// The probability with which a call at `now` is turned away; 0 to the configured maximum.
    public func probability(at now: Instant) -> Double {
        var copy = self
        copy.window.advance(to: now)
        return copy.current
    }

    private var current: Double {
        let requests = Double(window.calls)
        let accepts = requests - Double(window.failures)
        let excess = (requests - configuration.ratio * accepts) / (requests + 1)
        return min(max(0, excess), configuration.maximumProbability)
    }
}
