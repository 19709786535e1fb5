/// Reads the pieces of an HTTP date from left to right; nil as soon as one does not fit.
struct HTTPDateScanner {
    private var rest: Substring.UTF8View

    init(_ string: String) { rest = string[...].utf8 }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    mutating func imfFixdate() -> Int64? {
        guard name(of: HTTPDate.weekdays) != nil, literal(", "), let day = number(2), literal(" "),
            let month = month(), literal(" "), let year = number(4), literal(" "), let time = timeOfDay(),
            literal(" GMT")
        else { return nil }
        return seconds(year, month, day, time)
    }

    /// `Sunday, 06-Nov-94 08:49:37 GMT`
    mutating func rfc850() -> Int64? {
        guard name(of: HTTPDate.longWeekdays) != nil, literal(", "), let day = number(2), literal("-"),
            let month = month(), literal("-"), let year = number(2), literal(" "), let time = timeOfDay(),
            literal(" GMT")
        else { return nil }
        return seconds(year + (year < 70 ? 2000 : 1900), month, day, time)
    }

    /// `Sun Nov  6 08:49:37 1994`
    mutating func asctime() -> Int64? {
        guard name(of: HTTPDate.weekdays) != nil, literal(" "), let month = month(), literal(" "),
            let day = literal(" ") ? number(1) : number(2), literal(" "), let time = timeOfDay(), literal(" "),
            let year = number(4)
        else { return nil }
        return seconds(year, month, day, time)
    }

    private func seconds(_ year: Int64, _ month: Int64, _ day: Int64, _ time: Int64) -> Int64? {
        let date = CivilDate(year: year, month: month, day: day)
        guard rest.isEmpty, date.isValid else { return nil }
        return date.daysSinceEpoch * 86_400 + time
    }

    private mutating func timeOfDay() -> Int64? {
        guard let hour = number(2), hour < 24, literal(":"), let minute = number(2), minute < 60, literal(":"),
            let second = number(2), second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private mutating func month() -> Int64? { name(of: HTTPDate.months).map { Int64($0) + 1 } }

    /// The place in `names` of the one that comes next; case counts (RFC 9110, 5.6.7).
    private mutating func name(of names: [String]) -> Int? {
        guard let index = names.firstIndex(where: { rest.starts(with: $0.utf8) }) else { return nil }
        rest = rest.dropFirst(names[index].utf8.count)
        return index
    }

    private mutating func literal(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    private mutating func number(_ width: Int) -> Int64? {
        let digits = rest.prefix(width)
        guard digits.count == width, let value = DecimalText.parse(digits) else { return nil }
        rest = rest.dropFirst(width)
        return Int64(value)
    }
}
