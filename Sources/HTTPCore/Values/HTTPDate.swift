/// Dates in header fields (RFC 9110, 5.6.7). Times are seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public enum HTTPDate {
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let longWeekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The years 0000 to 9999, which four digits can name.
    private static let range: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// The date as `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate). A time outside the years 0 to 9999 gives the nearest
    /// one inside, as four digits cannot name it.
    public static func format(secondsSinceEpoch: Int64) -> String {
        let time = min(max(secondsSinceEpoch, range.lowerBound), range.upperBound)
        // Rounded down, also before 1970.
        let days = time >= 0 ? time / 86_400 : (time + 1) / 86_400 - 1
        let second = time - days * 86_400
        let date = CivilDate(daysSinceEpoch: days)
        // 1970-01-01 was a Thursday.
        let weekday = weekdays[Int(((days + 4) % 7 + 7) % 7)]
        let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        let month = months[Int(date.month) - 1]
        return "\(weekday), \(padded(date.day, 2)) \(month) \(padded(date.year, 4)) \(clock) GMT"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    /// Reads the three forms that a recipient must accept: IMF-fixdate, RFC 850
    /// (`Sunday, 06-Nov-94 08:49:37 GMT`) and asctime (`Sun Nov  6 08:49:37 1994`). Nil for anything else, and for a
    /// day or time that does not exist; the second 60 is taken as the one after 59. The weekday must be one, but is not
    /// compared with the date. Years of two digits are 1970 to 2069.
    public static func parse(_ string: String) -> Int64? {
        var text = HTTPDateScanner(string)
        if let date = text.imfFixdate() { return date }
        text = HTTPDateScanner(string)
        if let date = text.rfc850() { return date }
        text = HTTPDateScanner(string)
        return text.asctime()
    }
}
