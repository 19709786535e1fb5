/// A moment of simulated time: whole nanoseconds since the simulation began.
public struct VirtualInstant: InstantProtocol, Sendable, Hashable {
    /// Nanoseconds since the beginning.
    public var nanoseconds: Int64

    /// Makes an instant so many nanoseconds after the beginning.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The beginning.
    public static var start: VirtualInstant { VirtualInstant(nanoseconds: 0) }

    /// This instant moved by `duration`, rounded up to a whole nanosecond: what is due then is never found not yet due.
    public func advanced(by duration: Duration) -> VirtualInstant {
        VirtualInstant(nanoseconds: nanoseconds &+ duration.nanosecondsRoundedUp)
    }

    /// The time from here to `other`.
    public func duration(to other: VirtualInstant) -> Duration { .nanoseconds(other.nanoseconds - nanoseconds) }

    /// Orders instants by time.
    public static func < (left: VirtualInstant, right: VirtualInstant) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Duration {
    /// The duration in whole nanoseconds, rounded up; seventy years where it is longer, so that sums stay in range.
    var nanosecondsRoundedUp: Int64 {
        // Up to nine seconds: 64 bits, which the processor divides itself.
        if let attoseconds = Int64(exactly: attoseconds) {
            let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            return rest > 0 ? whole + 1 : whole
        }
        let longest = Int128(Int64.max / 4)
        let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Int64(min(max(rest > 0 ? whole + 1 : whole, -longest), longest))
    }
}
