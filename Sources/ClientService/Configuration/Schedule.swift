import ServiceKit

/// Settings that differ at certain times of the day, such as gentler ones at night: a pure value.
///
/// `22:00-06:00 BREAKER_FAIL_MAX=10; 12:00-13:00 RETRY_BUDGET=0.1 RETRY_MAX_ATTEMPTS=2`. Times are UTC, so that they mean
/// the same in every pod and in an image without time zones. A span may pass midnight; its end is not part of it. Where
/// spans overlap the later one in the list wins.
struct Schedule: Sendable, Equatable {
    /// Part of a day.
    struct Span: Sendable, Equatable {
        /// Minutes since midnight, UTC.
        let begin: Int
        let end: Int

        func contains(_ minute: Int) -> Bool {
            begin < end ? (begin..<end).contains(minute) : minute >= begin || minute < end
        }
    }

    /// What is different during a span.
    struct Entry: Sendable, Equatable {
        let span: Span
        let changes: [String: String]
    }

    let entries: [Entry]

    static let minutesPerDay = 24 * 60

    /// Nil for a text that is none. An empty one is a schedule without entries. Whether the names and values are
    /// settings is found out when they are put in.
    init?(parsing text: String) {
        var entries: [Entry] = []
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        if !text.allSatisfy({ $0 == " " }) {
            for part in parts {
                guard let entry = Self.entry(part) else { return nil }
                entries.append(entry)
            }
        }
        self.entries = entries
    }

    private static func entry(_ text: Substring) -> Entry? {
        let words = text.split(separator: " ")
        guard words.count >= 2, let span = span(words[0]) else { return nil }
        var changes: [String: String] = [:]
        for word in words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, changes[String(parts[0])] == nil else { return nil }
            changes[String(parts[0])] = String(parts[1])
        }
        return Entry(span: span, changes: changes)
    }

    private static func span(_ text: Substring) -> Span? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let begin = minute(ends[0]), let end = minute(ends[1]), begin != end,
            begin < minutesPerDay
        else { return nil }
        return Span(begin: begin, end: end)
    }

    /// `00:00` to `24:00`.
    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            let hours = NumberText.parseInteger(String(parts[0])),
            let minutes = NumberText.parseInteger(String(parts[1])), minutes < 60
        else { return nil }
        let minute = hours * 60 + minutes
        return minute <= minutesPerDay ? minute : nil
    }

    /// What differs at a time of the day.
    func changes(atMinute minute: Int) -> [String: String] {
        entries.filter { $0.span.contains(minute) }.reduce(into: [:]) { $0.merge($1.changes) { $1 } }
    }

    /// The minutes at which something changes, in order.
    var boundaries: [Int] {
        Set(entries.flatMap { [$0.span.begin, $0.span.end % Self.minutesPerDay] }).sorted()
    }

    /// Seconds from a time of the day to the next boundary; nil where there is none.
    func secondsToNextBoundary(fromSecond second: Int) -> Int? {
        guard let first = boundaries.first else { return nil }
        let next = boundaries.first { $0 * 60 > second } ?? first + Self.minutesPerDay
        return next * 60 - second
    }
}
