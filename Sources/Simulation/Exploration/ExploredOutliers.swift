public import Resilience

/// A comparison of three endpoints, against its promises.
public struct ExploredOutliers: ExploredMachine {
    private static var endpoints: Int { 3 }

    /// What a caller can see.
    public struct Fingerprint: Hashable {
        let out: [Bool]
        let due: Duration?
        let attempts: [Int]
        let failures: [Int]
    }

    private var state: OutlierDetector<VirtualInstant>
    private let configuration: OutlierConfiguration
    private var now = VirtualInstant.start
    private var outUntil: [VirtualInstant?]
    private var attempts: [Int]
    private var failures: [Int]

    /// Three endpoints in use.
    public init(_ configuration: OutlierConfiguration) {
        self.configuration = configuration
        state = OutlierDetector(configuration)
        outUntil = Array(repeating: nil, count: Self.endpoints)
        attempts = Array(repeating: 0, count: Self.endpoints)
        failures = attempts
        for _ in 0..<Self.endpoints { _ = state.join(at: .start) }
    }

    /// A good and a failed attempt at each, and two waits.
    public static var eventCount: Int { 2 * endpoints + 2 }

    /// What a caller can see.
    public var fingerprint: Fingerprint {
        Fingerprint(
            out: outUntil.map { $0 != nil },
            due: state.nextDeadline.map { now.duration(to: $0) },
            attempts: attempts,
            failures: failures
        )
    }

    /// Plays an event.
    public mutating func play(_ event: Int) -> ExplorationStep {
        let found: String?
        switch event {
        case 0..<2 * Self.endpoints: found = record(event / 2, failed: event % 2 == 1)
        case 2 * Self.endpoints: found = wait(configuration.duration / 2)
        default: found = wait(configuration.duration)
        }
        if let detail = found ?? mismatch() { return .broken(detail) }
        return .sound
    }

    private mutating func record(_ place: Int, failed: Bool) -> String? {
        attempts[place] += 1
        if failed { failures[place] += 1 }
        guard let ejection = state.record(place, failed: failed, at: now) else { return nil }
        let wasOut = outUntil[place] != nil
        outUntil[place] = now.advanced(by: ejection.duration)
        let ratio = Double(failures[place]) / Double(attempts[place])
        defer { forget(place) }
        if !failed { return "a good attempt put its endpoint out" }
        if wasOut { return "an endpoint was put out twice" }
        if attempts[place] < configuration.minimumAttempts { return "put out after \(attempts[place]) attempts" }
        if ejection.failureRatio < ejection.othersMedian + configuration.margin { return "put out without the margin" }
        if abs(ratio - ejection.failureRatio) > 1e-9 { return "says \(ejection.failureRatio), seen \(ratio)" }
        return ejection.duration > configuration.maximumDuration ? "out for \(ejection.duration)" : nil
    }

    private mutating func wait(_ time: Duration) -> String? {
        now = now.advanced(by: time)
        let due = outUntil.indices.filter { place in outUntil[place].map { $0 <= now } ?? false }
        let back = state.advance(at: now)
        for place in due {
            outUntil[place] = nil
            forget(place)
        }
        return back.sorted() == due ? nil : "took back \(back), due were \(due)"
    }

    private mutating func forget(_ place: Int) {
        attempts[place] = 0
        failures[place] = 0
    }

    private func mismatch() -> String? {
        let out = outUntil.count { $0 != nil }
        if out != state.ejectedCount { return "\(state.ejectedCount) are out, seen \(out)" }
        if Double(out) > Double(Self.endpoints) * configuration.maximumEjected { return "\(out) are out" }
        return (out > 0) == (state.nextDeadline != nil) ? nil : "somebody is out without an end"
    }
}
