import Glibc
import HTTPCore

/// What `HTTPRequestParser` makes of each case. Reads cases from stdin, each behind its length as four bytes, most
/// significant first; writes one line of JSON for each. Limits are wide, so that they decide nothing.
@main
enum ReadRequests {
    private static let limits = HTTPLimits(
        maxRequestLineBytes: 1 << 20,
        maxHeaderBytes: 1 << 20,
        maxHeaderCount: 1 << 12,
        maxBodyBytes: .max,
        maxChunkLineBytes: 1 << 20
    )

    static func main() {
        while let size = read(4) {
            guard let bytes = read(size.reduce(0) { $0 << 8 | Int($1) }) else { exit(65) }
            for byte in result(of: bytes) + [0x0A] where putchar(Int32(byte)) == EOF { exit(74) }
        }
    }

    private static func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let byte = getchar()
            guard byte != EOF else { return nil }
            bytes.append(UInt8(byte))
        }
        return bytes
    }

    /// `{"requests":[…],"end":"complete"}`: each complete request with the offset of its end, and how it ends:
    /// `complete`, `incomplete`, or the kind of the error.
    private static func result(of bytes: [UInt8]) -> [UInt8] {
        var parser = HTTPRequestParser(limits: limits)
        var (offset, head, body) = (0, HTTPRequestHead?.none, [UInt8]())
        var requests: [String] = []
        var end: String?
        while end == nil {
            do throws(HTTPParseError) {
                let input = bytes[offset...]
                let (event, consumed) = try input.withUnsafeBufferPointer { (buffer) throws(HTTPParseError) in
                    try parser.next(UnsafeRawBufferPointer(buffer))
                }
                switch event {
                case .needsMoreData:
                    end = parser.isBetweenMessages && offset + consumed == bytes.count ? "complete" : "incomplete"
                case .head(let parsed): head = parsed
                case .body(let range): body += bytes[(offset + range.lowerBound)..<(offset + range.upperBound)]
                case .end:
                    if let head { requests.append(describe(head, body, end: offset + consumed)) }
                    (head, body) = (nil, [])
                }
                offset += consumed
            } catch {
                end = error.kind.rawValue
            }
        }
        return Array("{\"requests\":[\(requests.joined(separator: ","))],\"end\":\"\(end ?? "")\"}".utf8)
    }

    private static func describe(_ head: HTTPRequestHead, _ body: [UInt8], end: Int) -> String {
        var fields: [String] = []
        head.fields.forEach { name, value in fields.append("[\(quoted(name)),\(quoted(value))]") }
        let hex = body.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return """
            {"method":\(quoted(head.method.name)),"target":\(quoted(head.target)),\
            "version":"\(head.version.major).\(head.version.minor)",\
            "fields":[\(fields.joined(separator: ","))],"body":"\(hex)","end":\(end)}
            """
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.appendEscaped(text, to: &bytes)
        return "\"\(String(decoding: bytes, as: UTF8.self))\""
    }
}
