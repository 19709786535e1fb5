import Foundation
import Simulation

/// What `lab simulate --json` puts out. The schema is stable: a later version adds members, and a change of meaning raises
/// `schema`. Every member is described in `docs/results-simulation.schema.json`.
struct SimulationResults: Sendable {
    static let currentSchema = 1

    let scenario: Scenario
    /// In the scenario's order.
    let variants: [VariantResult]
    /// What each of them took of one processor; no part of the JSON, which is the same every time.
    let processorTimes: [Duration]

    struct Head: Encodable {
        private let schema = SimulationResults.currentSchema
        let scenario, title, question: String
    }

    func json() throws -> String {
        let head = Head(scenario: scenario.name, title: scenario.title, question: scenario.question)
        return try Self.json(head, variants)
    }

    /// JSON with a line for each variant, so that a difference shows which one differs.
    static func json(_ head: Head, _ variants: [some Encodable]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let lines = try variants.map { " " + (try text($0)) }
        return try text(head).dropLast() + ",\"variants\":[\n" + lines.joined(separator: ",\n") + "\n]}\n"
    }
}

/// What one world came to.
struct VariantResult: Encodable, Sendable {
    let name: String
    /// By axis.
    let choices: [String: String]
    let seed: UInt64
    /// In seconds.
    let duration: Double
    let interval: Double
    let events: Int
    /// Of all events in their order, in hexadecimal digits.
    let digest: String
    let groups: [GroupFigures]
    let endpoints: EndpointFigures

    init(_ variant: Scenario.Variant, _ result: SimulationResult) {
        name = variant.name
        choices = Dictionary(uniqueKeysWithValues: variant.choices.map { ($0.axis, $0.value) })
        seed = variant.world.seed
        duration = variant.world.duration / .seconds(1)
        interval = variant.world.interval / .seconds(1)
        events = result.events
        digest = String(format: "%016lx", result.digest)
        groups = result.groups.map { GroupFigures($0, of: variant) }
        endpoints = EndpointFigures(result.endpoints)
    }
}

/// What became of the calls of one group of clients.
struct GroupFigures: Encodable, Sendable {
    let name: String
    let calls: Int
    /// Calls by what their callers got; kinds that did not happen are absent.
    let endings: [String: Int]
    let attempts: Attempts
    /// Seconds; nil where no call ended.
    let latency: Latency?
    let callBreakerOpenings, endpointBreakerOpenings, ejections: Int
    /// Seconds from the last fault's end to the end of the last interval with less than the scenario's share of fresh
    /// answers; nil where the last interval is such a one, or there is no fault.
    let recovery: Double?
    let whole: WindowFigures
    let windows: [String: WindowFigures]
    let series: Series

    struct Attempts: Encodable, Sendable {
        let initial, retry, hedge: Int
    }

    struct Latency: Encodable, Sendable {
        let p50, p90, p99, p999: Double

        init?(_ histogram: LatencyHistogram) {
            func seconds(_ share: Double) -> Double? { histogram.quantile(share).map { $0 / .seconds(1) } }
            guard let p50 = seconds(0.5), let p90 = seconds(0.9), let p99 = seconds(0.99), let p999 = seconds(0.999)
            else { return nil }
            (self.p50, self.p90, self.p99, self.p999) = (p50, p90, p99, p999)
        }
    }

    /// A number for each interval.
    struct Series: Encodable, Sendable {
        let calls, fresh, stale, failed, attempts, extraAttempts: [Int]

        init(_ intervals: [IntervalCounts]) {
            calls = intervals.map(\.calls)
            fresh = intervals.map(\.fresh)
            stale = intervals.map(\.stale)
            failed = intervals.map(\.failed)
            attempts = intervals.map(\.attempts)
            extraAttempts = intervals.map(\.extraAttempts)
        }
    }

    init(_ group: GroupResult, of variant: Scenario.Variant) {
        name = group.name
        calls = group.calls
        let counted = CallEnding.allCases.map { ("\($0)", group.endings[$0]) }.filter { $0.1 > 0 }
        endings = Dictionary(uniqueKeysWithValues: counted)
        attempts = Attempts(
            initial: group.attempts[.initial],
            retry: group.attempts[.retry],
            hedge: group.attempts[.hedge]
        )
        latency = Latency(group.latency)
        callBreakerOpenings = group.callBreaker.opened
        endpointBreakerOpenings = group.endpointBreakers.opened
        ejections = group.ejections
        recovery = Self.recovery(group.intervals, of: variant)
        whole = WindowFigures(group.intervals[...])
        windows = Dictionary(
            uniqueKeysWithValues: variant.windows.map {
                ($0.name, WindowFigures(group.intervals[$0.intervals.clamped(to: group.intervals.indices)]))
            }
        )
        series = Series(group.intervals)
    }

    private static func recovery(_ intervals: [IntervalCounts], of variant: Scenario.Variant) -> Double? {
        guard let end = variant.world.faults.map(\.end).max() else { return nil }
        // Calls under way at the end of the time end in intervals of their own, in which no new ones begin.
        let whole = intervals.prefix(Int((variant.world.duration / variant.world.interval).rounded(.up)))
        let last = whole.lastIndex { counts in
            let ended = counts.fresh + counts.stale + counts.failed
            return Double(counts.fresh) < variant.recoveredShare * Double(ended)
        }
        guard let last else { return 0 }
        guard last + 1 < whole.endIndex else { return nil }
        return max(0, Double(last + 1) * (variant.world.interval / .seconds(1)) - end / .seconds(1))
    }
}

/// What happened between two moments.
struct WindowFigures: Encodable, Sendable {
    /// Calls that began, and answers that callers got, failures among them.
    let calls, answers: Int
    /// Shares of the answers; nil without any.
    let fresh, useful: Double?
    let attempts: Int
    /// Attempts by first attempts; nil without any.
    let amplification: Double?
    /// The most attempts in an interval.
    let mostAttempts: Int

    init(_ intervals: ArraySlice<IntervalCounts>) {
        func sum(_ member: (IntervalCounts) -> Int) -> Int { intervals.reduce(0) { $0 + member($1) } }
        let (fresh, stale) = (sum(\.fresh), sum(\.stale))
        let answers = fresh + stale + sum(\.failed)
        self.answers = answers
        calls = sum(\.calls)
        attempts = sum(\.attempts)
        let initial = attempts - sum(\.extraAttempts)
        self.fresh = answers > 0 ? Double(fresh) / Double(answers) : nil
        useful = answers > 0 ? Double(fresh + stale) / Double(answers) : nil
        amplification = initial > 0 ? Double(attempts) / Double(initial) : nil
        mostAttempts = intervals.map(\.attempts).max() ?? 0
    }
}

/// What all endpoints did together.
struct EndpointFigures: Encodable, Sendable {
    let count, received, served, shed, dropped, wasted, longestQueue: Int

    init(_ endpoints: [EndpointResult]) {
        func sum(_ member: (EndpointResult) -> Int) -> Int { endpoints.reduce(0) { $0 + member($1) } }
        count = endpoints.count
        received = sum(\.received)
        served = sum(\.served)
        shed = sum(\.shed)
        dropped = sum(\.dropped)
        wasted = sum(\.wasted)
        longestQueue = endpoints.map(\.longestQueue).max() ?? 0
    }
}
