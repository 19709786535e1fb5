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

    /// The bytes that a time takes in a line.
    static let length = 27

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

extension OutputSpan<UInt8> {
    /// Appends `time` as RFC 3339, section 5.6, has it: UTC, `Z`, six digits of fraction; ``LogTimestamp/length`` bytes.
    mutating func append(_ time: LogTimestamp) {
        let (year, month, day, microsecondOfDay) = time.civil
        let second = microsecondOfDay / 1_000_000
        append(year, digits: 4, "-")
        append(month, digits: 2, "-")
        append(day, digits: 2, "T")
        append(second / 3600, digits: 2, ":")
        append(second / 60 % 60, digits: 2, ":")
        append(second % 60, digits: 2, ".")
        append(microsecondOfDay % 1_000_000, digits: 6, "Z")
    }

    @inline(__always)
    private mutating func append(_ number: Int, digits: Int, _ separator: Unicode.Scalar) {
        append(decimal: UInt(bitPattern: number), digits: digits)
        append(UInt8(ascii: separator))
    }
}
