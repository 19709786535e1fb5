import Posix

/// The monotonic clock of the event loops: sleeping suspends the task on a loop's timer heap, no thread waits.
public struct EventLoopClock: Clock, Sendable {
    /// A point in monotonic time.
    public struct Instant: InstantProtocol, Sendable {
        /// Nanoseconds since an arbitrary point in the past.
        public var nanoseconds: Int64

        /// Makes an instant from the monotonic clock's nanoseconds.
        public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

        /// Now.
        public static var now: Instant { Instant(nanoseconds: MonotonicTime.nanoseconds) }

        /// An instant that never comes.
        public static var distantFuture: Instant { Instant(nanoseconds: .max) }

        /// This instant moved by `duration`; it stops at the ends of time instead of overflowing.
        public func advanced(by duration: Duration) -> Instant {
            let delta = duration.nanoseconds
            let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
            return Instant(nanoseconds: overflow ? (delta > 0 ? .max : .min) : sum)
        }

        /// The time from here to `other`; negative if `other` is earlier.
        public func duration(to other: Instant) -> Duration {
            .nanoseconds(other.nanoseconds.subtractingReportingOverflow(nanoseconds).partialValue)
        }

        /// The seconds from here to `other`, with the fraction; negative if `other` is earlier. Cheaper than by way of
        /// a `Duration`, which has 128 bits.
        public func seconds(to other: Instant) -> Double {
            Double(other.nanoseconds.subtractingReportingOverflow(nanoseconds).partialValue) / 1e9
        }

        /// Orders instants by time.
        public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
    }

    private let home: EventLoop

    /// Makes a clock whose sleepers that are on no event loop use `home`.
    public init(home: EventLoop) { self.home = home }

    /// Now.
    public var now: Instant { .now }

    /// One nanosecond; what is reached depends on the kernel's timer slack (50 µs by default, prctl(2)).
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Suspends the calling task until `deadline`.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try await (EventLoop.current ?? home).sleep(until: deadline)
    }
}

extension Duration {
    /// The whole duration in nanoseconds, clamped to what 64 bits hold (± 292 years).
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds > 0 ? .max : .min }
        let (sum, tooLarge) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return tooLarge ? (seconds > 0 ? .max : .min) : sum
    }

    /// The duration in seconds, with the fraction.
    public var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
