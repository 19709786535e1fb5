/// A limit on calls in flight that follows their latency, as a pure value.
///
/// A server takes about as long as ever until all its workers are busy; one call more waits. So the limit grows while
/// latency is what it is without load (the *baseline*), and shrinks by the ratio of the two once it exceeds that by the
/// tolerance: it settles between the number of workers and the tolerance times that. It does not grow while fewer than
/// half of it are in flight, since then latency says nothing about it. A sign of overload (a timeout, a 429, a 503) cuts
/// it, at most once per window, so that a burst of them counts as the one event it is.
///
/// The baseline is measured: every ``AdaptiveLimitConfiguration/probeInterval`` the limit is halved until calls begun
/// before have ended and a window of later ones has been seen. A probe that does not confirm what was thought is soon
/// followed by another. Because the tolerance is below 2, a baseline that was measured under load is corrected by each
/// probe and cannot keep itself up.
///
/// Source: the gradient and the rule about half the limit are Netflix concurrency-limits' `Gradient2Limit`, the cut its
/// `AIMDLimit`; measuring the baseline at a lowered limit is Envoy's adaptive concurrency filter (and Netflix's first
/// `GradientLimit`, and BBR's ProbeRTT). `Gradient2Limit` takes a long average of the latency itself for the baseline,
/// which under lasting overload comes to call the overload normal: simulated with 5 workers and windows of a second, its
/// limit was 105 after ten minutes and still rose. failsafe-go's limiter corrects such an average by correlations over
/// fifty windows, which costs state and time.
public struct AdaptiveLimitState<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private enum Phase: Sendable {
        /// The limit follows latency.
        case following
        /// The limit is halved; calls begun before end.
        case draining(until: Instant)
        /// The limit is halved; a window is measured, or given up for want of calls.
        case probing(until: Instant)
    }

    /// What share of the change that a window suggests is made at once.
    private static var smoothing: Double { 0.2 }
    /// After how many windows a probe that did not confirm the baseline is followed by another.
    private static var windowsToNextProbe: Int { 10 }
    /// After how many windows a probe that has seen too few calls is given up.
    private static var longestProbe: Int { 5 }

    private let configuration: AdaptiveLimitConfiguration
    /// The limit with its fraction, and but for a probe.
    private var estimate: Double
    /// Latency without load, in seconds; nil before the first window.
    private var baseline: Double?
    private var sample: LatencySample<Instant>
    private var phase = Phase.following
    private var nextProbe: Instant
    private var nextCut: Instant

    /// The initial limit. The configuration is taken as valid.
    public init(_ configuration: AdaptiveLimitConfiguration, at now: Instant) {
        self.configuration = configuration
        estimate = Double(configuration.initial)
        sample = LatencySample(until: now.advanced(by: configuration.samplingWindow))
        nextProbe = now
        nextCut = now
    }

    /// How many calls may be in flight now; always within the bounds.
    public var limit: Int {
        if case .following = phase { return Int(estimate) }
        return max(configuration.minimum, Int(estimate / 2))
    }

    /// A call has been answered.
    /// - Parameters:
    ///   - latency: how long it took.
    ///   - inFlight: how many calls were in flight just before it ended, itself included.
    public mutating func record(latency: Duration, inFlight: Int, at now: Instant) {
        if case .draining(let until) = phase {
            guard now >= until else { return }
            let window = window(sample.mean)
            phase = .probing(until: now.advanced(by: window * Self.longestProbe))
            sample = LatencySample(until: now.advanced(by: window))
            return
        }
        sample.add(latency, inFlight: inFlight)
        if now >= sample.end, sample.calls >= configuration.minimumSamples {
            judge(at: now)
        } else if case .probing(let until) = phase, now >= until {
            endProbe(next: configuration.probeInterval, at: now)
        }
    }

    /// A call ended in a sign of overload, and its latency says nothing: a timeout, a 429, a 503.
    /// - Parameter inFlight: how many calls were in flight just before it ended, itself included.
    public mutating func recordOverload(inFlight: Int, at now: Instant) {
        sample.addOverload(inFlight: inFlight)
        guard now >= nextCut else { return }
        bound(estimate * configuration.backoffRatio)
        nextCut = now.advanced(by: window(baseline ?? 0))
    }

    private mutating func judge(at now: Instant) {
        let mean = sample.mean
        if case .probing = phase {
            let known = baseline ?? mean
            let isConfirmed = mean <= known * configuration.tolerance && known <= mean * configuration.tolerance
            baseline = (known + mean) / 2
            endProbe(next: isConfirmed ? configuration.probeInterval : window(mean) * Self.windowsToNextProbe, at: now)
            return
        }
        follow(mean)
        if now >= nextProbe {
            phase = .draining(until: now.advanced(by: window(mean)))
        } else {
            sample = LatencySample(until: now.advanced(by: window(mean)))
        }
    }

    private mutating func follow(_ mean: Double) {
        guard let known = baseline else {
            baseline = mean
            return
        }
        let isLittleUsed = Double(sample.mostInFlight) < estimate / 2
        if isLittleUsed || limit == configuration.minimum {
            // Little in flight, or as little as may be: this is what latency is without load.
            baseline = known + (mean - known) * Self.smoothing
        }
        guard !isLittleUsed else { return }
        let tolerance = configuration.tolerance
        if mean * tolerance < known { baseline = (known + mean) / 2 }
        if mean > known * tolerance {
            let gradient = max(0.5, known * tolerance / mean)
            bound(estimate * (1 - Self.smoothing * (1 - gradient)))
        } else if !sample.sawOverload {
            bound(estimate + Self.smoothing * estimate.squareRoot())
        }
    }

    private mutating func endProbe(next: Duration, at now: Instant) {
        phase = .following
        nextProbe = now.advanced(by: next)
        sample = LatencySample(until: now.advanced(by: window(sample.mean)))
    }

    private mutating func bound(_ value: Double) {
        estimate = min(max(value, Double(configuration.minimum)), Double(configuration.maximum))
    }

    /// How long to look before judging, where calls take `seconds`: until the effect of the last change shows. Bounded, so
    /// that one call of an hour stops nothing.
    private func window(_ seconds: Double) -> Duration {
        let twice = Duration.seconds(min(2 * seconds, configuration.probeInterval.inSeconds))
        return max(configuration.samplingWindow, twice)
    }
}
