/// Which figures each experiment gives, as PromQL. Pure: times are arguments, no query is sent.
struct FigureCatalog {
    /// A figure before it is asked for.
    struct Question: Equatable {
        let id: String
        let title: String
        let unit: Figure.Unit
        var claim: Figure.Claim?
        let promQL: [Mode: String]
    }

    let profile: Profile
    /// The fault, from its marker's start to its end.
    let window: PromQL.Interval
    /// From each mode's first opening (from the start for modes without) plus the attempt timeout to the end.
    let settled: [Mode: PromQL.Interval]
    /// When recovery is over; later answers belong to the next experiment.
    let recovered: PromQL.Instant
    let experiment: String

    /// The figures of the experiment, in the order in which they are shown.
    var questions: [Question] {
        switch experiment {
        case "transient-errors":
            [
                fresh(claim: Figure.Claim(before: 0.4, after: 0.9)), useful, extraLoad, openings, openShare,
                recovery, processorTime,
            ]
        case "hang":
            [
                fresh(claim: nil), useful, settledMean(claim: Figure.Claim(before: scaled(5), after: 0.002)),
                settledMedian,
                settledTail, wholeMedian, wholeTail, inFlight, openings, recovery, processorTime,
            ]
        case "latency":
            [
                fresh(claim: nil), useful, settledMean(claim: nil), settledMedian, settledTail, wholeMedian, wholeTail,
                inFlight, slowCalls, openings, openShare, recovery, processorTime,
            ]
        // Whole, because what the partition costs is the time until the dead half is known.
        case "network-partition":
            [
                fresh(claim: Figure.Claim(after: 0.5), in: window), useful(in: window), settledTail, wholeMedian,
                wholeTail, inFlight, extraLoad, openings, recovery, processorTime,
            ]
        case "retry-storm":
            [
                fresh(claim: nil), useful, extraLoad, wholeMedian, wholeTail, inFlight, openings, openShare, recovery,
                processorTime,
            ]
        // Whole, because each death costs anew.
        case "crash-loop":
            [
                fresh(claim: nil, in: window), useful(in: window), lost, restarts, wholeMedian, wholeTail, extraLoad,
                openings, recovery, processorTime,
            ]
        // Without what clients count: those of full are replaced, and begin at 0.
        case "rolling-restart":
            [fresh(claim: nil, in: window), useful(in: window), lost, restarts, wholeMedian, wholeTail]
        default:
            [
                fresh(claim: nil), useful, fastFail, staleAge, inFlight, extraLoad, openings, openShare, recovery,
                processorTime,
            ]
        }
    }

    /// The fault without its first second. A counter's value "at" a time is that of the scrape before it, so an interval
    /// from the marker itself begins up to a second before the fault, with answers that are all fresh.
    private var within: PromQL.Interval {
        PromQL.Interval(start: window.start.advanced(by: 1), end: window.end)
    }

    /// A duration of the seed's patterns as it is in this profile.
    private func scaled(_ seconds: Double) -> Double { seconds / Double(profile.timeScale) }

    func each(_ body: (Mode) -> String) -> [Mode: String] {
        Dictionary(uniqueKeysWithValues: Mode.allCases.map { ($0, body($0)) })
    }

    // As a share of the answers, not of the calls scheduled: those that were waiting when the interval began are answered
    // in it without being scheduled in it. No call is lost by that, since the load generator gives each an outcome.
    private func answers(_ outcomes: String, in interval: PromQL.Interval) -> [Mode: String] {
        each { mode in
            PromQL.share(
                "load_requests_total{target=\"\(mode.rawValue)\",outcome=~\"\(outcomes)\"}",
                of: "load_requests_total{target=\"\(mode.rawValue)\"}",
                interval
            )
        }
    }

    private func fresh(claim: Figure.Claim?, in interval: PromQL.Interval? = nil) -> Question {
        Question(
            id: "fresh-answers",
            title: "fresh answers",
            unit: .ratio,
            claim: claim,
            promQL: answers("fresh", in: interval ?? within)
        )
    }

    private var useful: Question { useful(in: within) }

    private func useful(in interval: PromQL.Interval) -> Question {
        Question(
            id: "useful-answers",
            title: "useful answers",
            unit: .ratio,
            promQL: answers("fresh|stale|partial", in: interval)
        )
    }

    private func latency(
        _ id: String,
        _ title: String,
        _ quantile: Double,
        _ claim: Figure.Claim?,
        _ interval: (Mode) -> PromQL.Interval
    ) -> Question {
        Question(
            id: id,
            title: title,
            unit: .seconds,
            claim: claim,
            promQL: each {
                PromQL.quantile(
                    quantile,
                    "load_request_duration_seconds_bucket{target=\"\($0.rawValue)\"}",
                    interval($0)
                )
            }
        )
    }

    private var settledMedian: Question {
        latency("latency-settled-p50", "latency p50, settled", 0.5, nil) { settled[$0] ?? window }
    }

    // A quantile is interpolated within its bucket; the mean is exact, and shows that a caller waits for the timeout.
    // The 5 s claimed are the original's timeout; its 2 ms are no duration of the patterns, so no profile shortens them.
    private func settledMean(claim: Figure.Claim?) -> Question {
        Question(
            id: "latency-settled-mean",
            title: "latency mean, settled",
            unit: .seconds,
            claim: claim,
            promQL: each {
                PromQL.mean(
                    "load_request_duration_seconds",
                    "{target=\"\($0.rawValue)\"}",
                    settled[$0] ?? window
                )
            }
        )
    }

    private var settledTail: Question {
        latency("latency-settled-p99", "latency p99, settled", 0.99, nil) { settled[$0] ?? window }
    }

    private var wholeMedian: Question {
        latency("latency-p50", "latency p50, whole fault", 0.5, nil) { _ in window }
    }

    private var wholeTail: Question {
        latency("latency-p99", "latency p99, whole fault", 0.99, nil) { _ in window }
    }

    private var fastFail: Question {
        Question(
            id: "fast-fail-p99",
            title: "fast-fail latency p99",
            unit: .seconds,
            claim: Figure.Claim(after: 0.002),
            promQL: each {
                PromQL.quantile(
                    0.99,
                    "client_response_duration_seconds_bucket{mode=\"\($0.rawValue)\",source=\"rejected\"}",
                    window
                )
            }
        )
    }

    private var staleAge: Question {
        Question(
            id: "stale-age-p99",
            title: "stale age p99",
            unit: .seconds,
            promQL: each {
                PromQL.quantile(
                    0.99,
                    "resilience_fallback_stale_age_seconds_bucket{mode=\"\($0.rawValue)\"}",
                    window
                )
            }
        )
    }

    private var extraLoad: Question {
        Question(
            id: "extra-backend-load",
            title: "extra load by retries",
            unit: .change,
            claim: Figure.Claim(after: 0.5),
            promQL: each { mode in
                let attempts = "resilience_retry_attempts_total{mode=\"\(mode.rawValue)\""
                return PromQL.share("\(attempts)}", of: "\(attempts),kind=\"initial\"}", window) + " - 1"
            }
        )
    }

    private var inFlight: Question {
        Question(
            id: "in-flight-max",
            title: "in flight, max",
            unit: .count,
            promQL: each {
                PromQL.highest(
                    "http_server_requests_in_flight{job=\"client-service\",mode=\"\($0.rawValue)\"}",
                    window
                )
            }
        )
    }

    private var openings: Question {
        Question(
            id: "breaker-openings",
            title: "breaker openings",
            unit: .count,
            promQL: each { PromQL.growth(Self.openingCounter($0), window) }
        )
    }

    private var openShare: Question {
        Question(
            id: "breaker-open-share",
            title: "call breaker open, share",
            unit: .ratio,
            promQL: each { mode in
                let seconds = "resilience_breaker_state_seconds_total{mode=\"\(mode.rawValue)\",scope=\"call\""
                return PromQL.share("\(seconds),state=\"open\"}", of: "\(seconds)}", window)
            }
        )
    }

    private var recovery: Question {
        Question(
            id: "recovery-time",
            title: "recovery time",
            unit: .seconds,
            claim: Figure.Claim(after: scaled(5)),
            promQL: each { mode in
                "clamp_min(max(client_last_response_timestamp_seconds{mode=\"\(mode.rawValue)\",source!=\"backend\"}"
                    + " @ \(recovered.literal)) - \(window.end.literal), 0)"
            }
        )
    }

    private var processorTime: Question {
        Question(
            id: "client-cpu",
            title: "client CPU time",
            unit: .seconds,
            promQL: each {
                PromQL.growth(
                    "process_cpu_seconds_total{job=\"client-service\",mode=\"\($0.rawValue)\"}",
                    window
                )
            }
        )
    }

    /// The counter of all openings of a mode's breakers, of calls and of endpoints.
    static func openingCounter(_ mode: Mode) -> String {
        "resilience_breaker_transitions_total{mode=\"\(mode.rawValue)\",to=\"open\"}"
    }
}
