import Glibc

/// A point in wall-clock time, as a log line states it.
public struct LogTimestamp: Sendable, Equatable {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted; negative before.
    public let microseconds: Int

    /// Makes the point `microseconds` after 1970-01-01T00:00:00Z. Years 0 to 9999 can be written (RFC 3339).
    public init(microseconds: Int) { self.microseconds = microseconds }

    /// The time now by the system's clock. Thread-safe.
    public static func now() -> LogTimestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return LogTimestamp(microseconds: time.tv_sec * 1_000_000 + time.tv_nsec / 1000)
    }

    /// Whole milliseconds since 1970, rounded down.
    var milliseconds: Int { Self.floorDivide(microseconds, 1000).quotient }

    /// Year, month and day in UTC, and the microseconds since their midnight.
    var civil: (year: Int, month: Int, day: Int, microsecondOfDay: Int) {
        let (days, microsecondOfDay) = Self.floorDivide(microseconds, 86_400_000_000)
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. Years begin in March here, so
        // that the leap day comes last; an era is the 400 years after which the calendar repeats.
        let (era, dayOfEra) = Self.floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day, microsecondOfDay)
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    /// Appends `time` as RFC 3339, section 5.6, has it: UTC, `Z`, six digits of fraction.
    mutating func append(contentsOf time: LogTimestamp) {
        let (year, month, day, microsecondOfDay) = time.civil
        let second = microsecondOfDay / 1_000_000
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 27) { text in
            func put(_ number: Int, endingAt end: Int, digits: Int, _ separator: Unicode.Scalar) {
                var rest = number
                for index in 1...digits {
                    text[end - index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                text[end] = UInt8(ascii: separator)
            }
            put(year, endingAt: 4, digits: 4, "-")
            put(month, endingAt: 7, digits: 2, "-")
            put(day, endingAt: 10, digits: 2, "T")
            put(second / 3600, endingAt: 13, digits: 2, ":")
            put(second / 60 % 60, endingAt: 16, digits: 2, ":")
            put(second % 60, endingAt: 19, digits: 2, ".")
            put(microsecondOfDay % 1_000_000, endingAt: 26, digits: 6, "Z")
            append(contentsOf: text)
        }
    }
}
