import Foundation

/// Splits one file's bytes into lines, and chooses those that the page shows. Pure.
struct LogSelection {
    /// What is written for each request: under load hundreds a second, of which nobody reads more than a few.
    static let perRequest: Set<String> = [
        "http.request", "load.request", "retry.attempt", "fallback.served", "attempt.ended", "endpoint.probe",
    ]
    /// Changes in one look; more than that is a fault of its own.
    static let changeLimit = 40
    /// A line that is longer is cut off: none of ours is.
    static let lineLimit = 4_096

    private var rest = Data()
    private var isBroken = false

    /// The bytes that follow are not those that came next.
    mutating func passOver() {
        rest.removeAll()
        isBroken = true
    }

    /// - Parameter detailLimit: how many lines about requests are kept, of which the newest.
    mutating func take(_ data: Data, detailLimit: Int) -> LogTail.News {
        rest.append(data)
        var news = LogTail.News()
        var details: [LogTail.Line] = []
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = lines.popLast().map { Data($0) } ?? Data()
        if rest.count > Self.lineLimit { passOver() }
        if isBroken, !lines.isEmpty {
            lines.removeFirst()
            isBroken = false
        }
        var count = 0
        for bytes in lines where !bytes.isEmpty {
            count += 1
            let line = Self.line(bytes)
            if line.isDetail { details.append(line) } else { news.lines.append(line) }
        }
        news.lines = news.lines.suffix(Self.changeLimit) + details.suffix(detailLimit)
        news.omitted = count - news.lines.count
        return news
    }

    private static func line(_ bytes: Data) -> LogTail.Line {
        LogTail.Line(
            time: member("ts", in: bytes) ?? "",
            text: String(decoding: bytes.prefix(lineLimit), as: UTF8.self),
            isDetail: perRequest.contains(member("event", in: bytes) ?? "")
        )
    }

    /// The value of a member whose value is plain text, without reading the whole line: it may be no JSON at all.
    static func member(_ name: String, in line: Data) -> String? {
        guard let start = line.firstRange(of: Data("\"\(name)\":\"".utf8))?.upperBound,
            let end = line[start...].firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        return String(decoding: line[start..<end], as: UTF8.self)
    }
}
