/// What a breaker's ratios are taken over.
public enum BreakerWindow: Sendable, Hashable {
    /// The calls of the last while. It slides in ten slices, so it covers between nine tenths and the whole of this
    /// time. 10 ms to 1 h.
    case time(Duration)
    /// The last so many calls, whenever they were. 1 to 100,000; a byte each is allocated once.
    case calls(Int)

    func validate() throws(ResilienceConfigurationError) {
        switch self {
        case .time(let length):
            try ResilienceConfigurationError.require(
                length >= .milliseconds(10) && length <= .seconds(3600),
                "window",
                length,
                "10 ms to 1 h"
            )
        case .calls(let count):
            try ResilienceConfigurationError.require(
                (1...100_000).contains(count),
                "window",
                count,
                "1 to 100000 calls"
            )
        }
    }
}

/// The window of a breaker, of either kind. A pure value; recording allocates nothing.
struct CallWindow<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    // In use while the other is nil. Neither an optional nor an enumeration: a look at a payload would copy the slices.
    private var byTime: SlidingWindow<Instant>
    private var byCount: CountWindow?

    init(_ kind: BreakerWindow, from start: Instant) {
        switch kind {
        case .time(let length):
            byTime = SlidingWindow(length: length, from: start)
        case .calls(let count):
            byTime = SlidingWindow(length: .zero, from: start)
            byCount = CountWindow(length: count)
        }
    }

    /// What the window holds, as of the last ``record(failed:slow:at:)``.
    var counts: WindowCounts { byCount?.counts ?? byTime.counts }

    /// What the window holds at `now`.
    func counts(at now: Instant) -> WindowCounts {
        guard byCount == nil else { return counts }
        var window = byTime
        window.advance(to: now)
        return window.counts
    }

    mutating func record(failed: Bool, slow: Bool, at now: Instant) {
        if byCount == nil {
            byTime.record(failed: failed, slow: slow, at: now)
        } else {
            byCount?.record(failed: failed, slow: slow)
        }
    }

    mutating func forget() {
        byTime.forget()
        byCount?.forget()
    }

    /// Changes kind or length and keeps what was counted, as far as the new window reaches.
    ///
    /// Calls that were counted do not have times, so a window of time takes them as calls of now; and a window of time
    /// does not know in what order the calls of one slice ended, so a window of calls takes the failures as the latest
    /// of their slice.
    mutating func change(to kind: BreakerWindow, at now: Instant) {
        switch kind {
        case .time(let length) where byCount == nil:
            byTime.resize(to: length, at: now)
        case .time(let length):
            var window = SlidingWindow<Instant>(length: length, from: now)
            window.take(over: counts)
            byTime = window
            byCount = nil
        case .calls(let count) where byCount != nil:
            byCount?.resize(to: count)
        case .calls(let count):
            byTime.advance(to: now)
            var window = CountWindow(length: count)
            for slice in byTime.oldestFirst {
                for position in 0..<slice.calls {
                    let isLate = slice.calls - position
                    window.record(failed: isLate <= slice.failures, slow: isLate <= slice.slowCalls)
                }
            }
            byCount = window
        }
    }
}
