/// Compares the endpoints of one upstream with one another and says which does so much worse than the rest that it
/// should be out of use for a while, as a pure value.
///
/// An endpoint's breaker asks whether the endpoint is gone, and a quick error proves that it is not. This asks whether
/// it is worse than its peers: a bad deployment or a broken disk on one of many shows as errors that the others do not
/// have, while errors that all have are nobody's alone and eject no one.
///
/// Endpoints are known by the place that ``join(at:)`` gives them. Recording takes constant time, but for a comparison
/// at most every quarter of a second and endpoint, which looks at all others.
///
/// Source: Envoy, "Outlier detection"; that one compares with the mean and its deviation, which one bad endpoint among
/// few moves itself, so this takes the median of the others.
public struct OutlierDetector<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private struct Member: Sendable {
        var window: SlidingWindow<Instant>
        var nextComparison: Instant
        var ejectedUntil: Instant?
        /// Ejections in a row, and when the row is forgotten.
        var ejections = 0
        var forgottenAt: Instant
    }

    /// The rules in force.
    public private(set) var configuration: OutlierConfiguration
    private var members: [Member?] = []
    private var memberCount = 0

    /// Places that are out of use now.
    public private(set) var ejectedCount = 0

    /// A detector without endpoints. The configuration is taken as valid.
    public init(_ configuration: OutlierConfiguration) { self.configuration = configuration }

    // MARK: Membership

    /// A new endpoint, in use; the place it is known by from now on. Places of those that left are given out again.
    public mutating func join(at now: Instant) -> Int {
        let member = Member(
            window: SlidingWindow(length: configuration.window, from: now),
            nextComparison: now,
            forgottenAt: now
        )
        memberCount += 1
        if let free = members.firstIndex(where: { $0 == nil }) {
            members[free] = member
            return free
        }
        members.append(member)
        return members.count - 1
    }

    /// An endpoint leaves for good. Returns places that come back into use, since fewer may be out of fewer.
    public mutating func leave(_ place: Int) -> [Int] {
        guard let member = members[place] else { return [] }
        if member.ejectedUntil != nil { ejectedCount -= 1 }
        members[place] = nil
        memberCount -= 1
        return readmitAboveLimit()
    }

    /// Changes the rules. Windows are kept unless their length changes. Returns places that come back into use.
    public mutating func reconfigure(_ new: OutlierConfiguration, at now: Instant) -> [Int] {
        if new.window != configuration.window {
            for place in members.indices { members[place]?.window.resize(to: new.window, at: now) }
        }
        configuration = new
        return readmitAboveLimit()
    }

    // MARK: Attempts

    /// An attempt has ended at the endpoint. Returns the ejection if that was one failure too many.
    public mutating func record(_ place: Int, failed: Bool, at now: Instant) -> OutlierEjection? {
        members[place]?.window.record(failed: failed, at: now)
        guard failed, let member = members[place], member.ejectedUntil == nil, now >= member.nextComparison,
            member.window.calls >= configuration.minimumAttempts, ejectedCount < limit
        else { return nil }
        members[place]?.nextComparison = now.advanced(by: min(configuration.window / 40, .milliseconds(250)))
        guard let median = medianOfOthers(place, at: now) else { return nil }
        let ratio = member.window.counts.failureRatio
        guard ratio >= median + configuration.margin else { return nil }
        return OutlierEjection(failureRatio: ratio, othersMedian: median, duration: eject(place, at: now))
    }

    // MARK: Time

    /// When the next ejection ends; nil if none is out.
    public var nextDeadline: Instant? {
        ejectedCount == 0 ? nil : members.compactMap { $0?.ejectedUntil }.min()
    }

    /// Takes back into use whoever's time is over; returns their places. They start with empty windows.
    public mutating func advance(at now: Instant) -> [Int] {
        guard ejectedCount > 0 else { return [] }
        let due = members.indices.filter { place in members[place]?.ejectedUntil.map { $0 <= now } ?? false }
        for place in due { readmit(place) }
        return due
    }

    // MARK: How

    private var limit: Int { Int((Double(memberCount) * configuration.maximumEjected).rounded(.down)) }

    private mutating func eject(_ place: Int, at now: Instant) -> Duration {
        guard var member = members[place] else { return .zero }
        if now >= member.forgottenAt { member.ejections = 0 }
        member.ejections += 1
        let duration = configuration.duration(ofEjection: member.ejections)
        let end = now.advanced(by: duration)
        member.ejectedUntil = end
        member.forgottenAt = end.advanced(by: duration)
        member.window.forget()
        members[place] = member
        ejectedCount += 1
        return duration
    }

    private mutating func readmit(_ place: Int) {
        members[place]?.ejectedUntil = nil
        members[place]?.window.forget()
        ejectedCount -= 1
    }

    /// The ones whose time is over first come back.
    private mutating func readmitAboveLimit() -> [Int] {
        var places: [Int] = []
        while ejectedCount > limit {
            let out = members.indices.compactMap { place in members[place]?.ejectedUntil.map { (place, $0) } }
            guard let first = out.min(by: { $0.1 < $1.1 }) else { break }
            readmit(first.0)
            places.append(first.0)
        }
        return places
    }

    /// The median failure ratio of the other endpoints in use; nil where too few have enough attempts.
    private mutating func medianOfOthers(_ place: Int, at now: Instant) -> Double? {
        var ratios: [Double] = []
        for other in members.indices where other != place && members[other]?.ejectedUntil == nil {
            members[other]?.window.advance(to: now)
            guard let counts = members[other]?.window.counts, counts.calls >= configuration.minimumAttempts
            else { continue }
            ratios.append(counts.failureRatio)
        }
        guard ratios.count + 1 >= configuration.minimumEndpoints else { return nil }
        ratios.sort()
        let middle = ratios.count / 2
        return ratios.count.isMultiple(of: 2) ? (ratios[middle - 1] + ratios[middle]) / 2 : ratios[middle]
    }
}
