/// The value of a `Retry-After` field (RFC 9110, 10.2.3).
public enum RetryAfter: Hashable, Sendable {
    /// Wait this long, in seconds.
    case seconds(Int64)

    /// Wait until this time, in seconds since 1970-01-01T00:00:00Z.
    case date(Int64)

    /// The most seconds that are believed, 2³¹ (68 years); a number above, however long, counts as this, as RFC 9111,
    /// 1.2.2 has it for ages. It keeps sums with clock readings within their range.
    public static let maxSeconds: Int64 = 1 << 31

    /// Reads digits or an HTTP date in any of its forms; nil for anything else, a sign or a fraction included.
    public static func parse(_ value: String) -> RetryAfter? {
        if !value.isEmpty, value.utf8.allSatisfy(ASCII.isDigit) {
            return .seconds(min(DecimalText.parse(value.utf8).map(Int64.init) ?? maxSeconds, maxSeconds))
        }
        return HTTPDate.parse(value).map(RetryAfter.date)
    }

    /// Seconds to wait from `now`, in seconds since 1970; a time in the past is 0.
    public func delay(from now: Int64) -> Int64 {
        switch self {
        case .seconds(let seconds): return max(0, seconds)
        case .date(let time):
            let (difference, overflowed) = time.subtractingReportingOverflow(now)
            if overflowed { return time > now ? Self.maxSeconds : 0 }
            return max(0, min(difference, Self.maxSeconds))
        }
    }
}
