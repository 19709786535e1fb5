import HTTPCore
import PrometheusMetrics

/// The kinds of fault, as the label `fault` has them.
enum Fault: String, LabelValue, CaseIterable {
    case error, capacity, latency, hang, reset, truncate, flap, crash
}

/// What happens to one request.
struct FaultDecision: Hashable, Sendable {
    /// How the answer goes wrong.
    enum Ending: Hashable, Sendable {
        case none
        case error(HTTPStatus)
        case flap(HTTPStatus)
        case overload(retryAfter: Duration)
        case hang
        case reset
        case truncate
    }

    /// Time for its turn and its work, where the capacity is limited.
    var work: Duration = .zero
    /// Extra time before anything else.
    var delay: Duration?
    /// The end of it.
    var ending = Ending.none
}

/// Decides the fate of requests, one after the other: a pure value, the same for the same seed.
struct FaultPlan<Generator: RandomNumberGenerator & Sendable>: Sendable {
    var settings: FaultSettings
    private var generator: Generator
    private var queue = WorkQueue()

    init(settings: FaultSettings, generator: Generator) {
        self.settings = settings
        self.generator = generator
    }

    /// The fate of the next request.
    ///
    /// - Parameters:
    ///   - isAPI: whether it is one that simulated errors apply to; the other faults strike every request.
    ///   - elapsed: time since the service started, which a flap follows.
    ///   - override: the settings of this request alone.
    mutating func next(isAPI: Bool, elapsed: Duration, override: FaultSettings? = nil) -> FaultDecision {
        let settings = override ?? self.settings
        var decision = FaultDecision()
        decision.delay = settings.latency?.sample(using: &generator)
        // The order is fixed, and a rate of 0 draws nothing: so the sequence depends on the seed and the settings alone.
        if strikes(settings.hangRate) {
            decision.ending = .hang
        } else if strikes(settings.resetRate) {
            decision.ending = .reset
        } else if strikes(settings.truncateRate) {
            decision.ending = .truncate
        } else if isAPI, let flap = settings.flap, flap.isFailing(after: elapsed) {
            decision.ending = .flap(settings.failureStatus)
        } else if isAPI, strikes(settings.failureRate) {
            decision.ending = .error(settings.failureStatus)
        }
        // The capacity is the service's, whatever a request asks for itself.
        if isAPI, let capacity = self.settings.capacity {
            switch queue.enter(capacity: capacity, elapsed: elapsed) {
            case .admitted(let work): decision.work = work
            case .refused(let wait): decision = FaultDecision(ending: .overload(retryAfter: wait))
            }
        }
        return decision
    }

    private mutating func strikes(_ rate: Double) -> Bool {
        rate > 0 && Double.random(in: 0..<1, using: &generator) < rate
    }
}
