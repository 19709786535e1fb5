/// Which curves show an experiment over time, as PromQL for `query_range`. Pure; each query asks for every mode.
///
/// A point looks back a few seconds, so that a curve bends a little after what bent it; the figures, which do not, are
/// the ones to quote.
struct CurveCatalog {
    /// How far a rate looks back in seconds: four scrapes, which is what `rate` needs to be exact when one is late.
    static let lookBack = 4

    /// One line of a chart before it is asked for.
    struct Line: Equatable {
        let name: String
        let promQL: String
    }

    /// One chart before it is asked for.
    struct Question: Equatable {
        let id: Curve.Identity
        let lines: [Line]
    }

    /// The charts of every experiment, in the order in which they are shown.
    static let questions = [answers, latency, attempts, breakers, inFlight]

    // Answers a second, not shares: a time without any answer shows as such, and a peak of the load as a peak.
    private static let answers = Question(
        id: .answers,
        lines: [
            Line(name: "fresh", promQL: answered("fresh")),
            Line(name: "stale or partial", promQL: answered("stale|partial")),
            Line(name: "failed", promQL: answered("rejected|error|timeout")),
        ]
    )

    private static func answered(_ outcomes: String) -> String {
        "sum by (target) (rate(load_requests_total{outcome=~\"\(outcomes)\"}[\(lookBack)s]))"
    }

    private static let latency = Question(
        id: .latency,
        lines: [Line(name: "p50", promQL: quantile(0.5)), Line(name: "p99", promQL: quantile(0.99))]
    )

    private static func quantile(_ quantile: Double) -> String {
        let buckets = "rate(load_request_duration_seconds_bucket[\(lookBack)s])"
        return "histogram_quantile(\(quantile), sum by (target, le) (\(buckets)))"
    }

    private static let attempts = Question(
        id: .attempts,
        lines: [
            Line(name: "first", promQL: attempted("=\"initial\"")),
            Line(name: "repeated", promQL: attempted("!=\"initial\"")),
        ]
    )

    private static func attempted(_ kind: String) -> String {
        "sum by (mode) (rate(resilience_retry_attempts_total{kind\(kind)}[\(lookBack)s]))"
    }

    private static let breakers = Question(
        id: .breakers,
        lines: [
            Line(name: "open", promQL: stateShare("open")), Line(name: "half-open", promQL: stateShare("half_open")),
        ]
    )

    // From the seconds spent in each state, which show a state that fell between two scrapes; the gauge does not. A
    // process that started anew counts from 0: what would be negative is left out.
    private static func stateShare(_ state: String) -> String {
        let seconds = "resilience_breaker_state_seconds_total"
        func spent(_ selector: String) -> String {
            "sum by (mode, scope, address) (clamp_min(\(seconds)\(selector) - \(seconds)\(selector) offset 1s, 0))"
        }
        return "\(spent("{state=\"\(state)\"}")) / \(spent(""))"
    }

    private static let inFlight = Question(
        id: .inFlight,
        lines: [
            Line(
                name: "in flight",
                promQL: "sum by (mode) (http_server_requests_in_flight{job=\"client-service\"})"
            )
        ]
    )

    /// What is shown of an experiment: the steady state that was judged before the fault, the fault, and the recovery.
    ///
    /// - Parameters:
    ///   - fault: from its marker's start to its end.
    ///   - now: when the experiment has ended; later seconds are another's.
    static func range(_ fault: PromQL.Interval, _ window: FaultWindow, now: PromQL.Instant) -> PromQL.Interval {
        // So that the first rate looks back on nothing older: on a lab that was still starting, or on another fault.
        let before = Double(window.settle + window.steady - lookBack)
        let start = (fault.start.seconds - before).rounded(.down)
        let end = min(now.seconds, fault.end.seconds + Double(window.recovery + window.steady)).rounded(.down)
        return PromQL.Interval(
            start: PromQL.Instant(seconds: start),
            end: PromQL.Instant(seconds: max(start, end))
        )
    }
}
