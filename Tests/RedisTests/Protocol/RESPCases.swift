import TestSupport

@testable import Redis

/// Replies as a server writes them, and what they say.
enum RESPCases {
    static let limits = RESPLimits(maxBulkBytes: 64, maxLineBytes: 32, maxElements: 16, maxDepth: 3)

    static let accepted: [(text: String, value: RESPValue)] = [
        ("+OK\r\n", .simple("OK")),
        ("+\r\n", .simple("")),
        ("+a b:c$-*\r\n", .simple("a b:c$-*")),
        ("-ERR unknown command\r\n", .error("ERR unknown command")),
        ("-\r\n", .error("")),
        (":0\r\n", .integer(0)),
        (":+7\r\n", .integer(7)),
        (":-7\r\n", .integer(-7)),
        (":007\r\n", .integer(7)),
        (":9223372036854775807\r\n", .integer(.max)),
        (":-9223372036854775808\r\n", .integer(.min)),
        ("$0\r\n\r\n", .bulk([])),
        ("$5\r\nhello\r\n", .bulk(Array("hello".utf8))),
        ("$4\r\n\r\n\r\n\r\n", .bulk(Array("\r\n\r\n".utf8))),
        ("$64\r\n" + String(repeating: "x", count: 64) + "\r\n", .bulk([UInt8](repeating: 0x78, count: 64))),
        ("$-1\r\n", .null),
        ("*-1\r\n", .null),
        ("*0\r\n", .array([])),
        ("*2\r\n$5\r\nhello\r\n$5\r\nworld\r\n", .array([.bulk(Array("hello".utf8)), .bulk(Array("world".utf8))])),
        ("*3\r\n:1\r\n$-1\r\n-ERR\r\n", .array([.integer(1), .null, .error("ERR")])),
        (
            "*2\r\n*3\r\n:1\r\n:2\r\n:3\r\n*2\r\n+Hello\r\n-World\r\n",
            .array([
                .array([.integer(1), .integer(2), .integer(3)]), .array([.simple("Hello"), .error("World")]),
            ])
        ),
        ("*1\r\n*1\r\n*0\r\n", .array([.array([.array([])])])),
        ("+" + String(repeating: "y", count: 32) + "\r\n", .simple(String(repeating: "y", count: 32))),
    ]

    static let refused: [(text: String, error: RESPParseError)] = [
        ("hello\r\n", .unknownType),
        ("\r\n", .unknownType),
        ("\0", .unknownType),
        ("HTTP/1.1 400 Bad Request\r\n\r\n", .unknownType),
        // RESP3: null, boolean, double, big number, bulk error, verbatim string, map, set, push.
        ("_\r\n", .unknownType),
        ("#t\r\n", .unknownType),
        (",1.5\r\n", .unknownType),
        ("(123\r\n", .unknownType),
        ("!3\r\nERR\r\n", .unknownType),
        ("=7\r\ntxt:abc\r\n", .unknownType),
        ("%1\r\n+a\r\n+b\r\n", .unknownType),
        ("~1\r\n+a\r\n", .unknownType),
        (">1\r\n+a\r\n", .unknownType),
        ("*1\r\nx", .unknownType),
        ("+OK\n", .badLineEnd),
        ("+O\rK\r\n", .badLineEnd),
        ("+O\nK\r\n", .badLineEnd),
        ("+OK\r\r\n", .badLineEnd),
        ("$1\nx\r\n", .badLineEnd),
        ("+" + String(repeating: "y", count: 33) + "\r\n", .lineTooLong),
        ("-" + String(repeating: "y", count: 1000), .lineTooLong),
        (":\r\n", .malformedInteger),
        (":-\r\n", .malformedInteger),
        (":+-1\r\n", .malformedInteger),
        (":1a\r\n", .malformedInteger),
        (": 1\r\n", .malformedInteger),
        (":1.0\r\n", .malformedInteger),
        (":9223372036854775808\r\n", .malformedInteger),
        (":-9223372036854775809\r\n", .malformedInteger),
        (":99999999999999999999999999\r\n", .malformedInteger),
        ("$\r\n", .malformedLength),
        ("$-2\r\n", .malformedLength),
        ("$-0\r\n", .malformedLength),
        ("$+1\r\nx\r\n", .malformedLength),
        ("$x\r\n", .malformedLength),
        ("$?\r\n", .malformedLength),
        ("$99999999999999999999\r\n", .malformedLength),
        ("*-2\r\n", .malformedLength),
        ("*\r\n", .malformedLength),
        ("$65\r\n", .bulkTooLong),
        ("$9223372036854775807\r\n", .bulkTooLong),
        ("*2\r\n$40\r\n" + String(repeating: "x", count: 40) + "\r\n$25\r\n", .bulkTooLong),
        ("$2\r\nabc\r\n", .badBulkEnd),
        ("$2\r\nab\n", .badBulkEnd),
        ("$2\r\nab\rx", .badBulkEnd),
        ("$0\r\nx", .badBulkEnd),
        ("*17\r\n", .tooManyElements),
        ("*9223372036854775807\r\n", .tooManyElements),
        ("*8\r\n*9\r\n", .tooManyElements),
        ("*1\r\n*1\r\n*1\r\n*1\r\n", .tooDeep),
        ("*1\r\n*1\r\n*1\r\n*0\r\n", .tooDeep),
    ]
}

extension RESPValue {
    /// As a server writes it.
    var encoded: [UInt8] {
        switch self {
        case .simple(let text): Array("+\(text)\r\n".utf8)
        case .error(let text): Array("-\(text)\r\n".utf8)
        case .integer(let number): Array(":\(number)\r\n".utf8)
        case .bulk(let bytes): Array("$\(bytes.count)\r\n".utf8) + bytes + Array("\r\n".utf8)
        case .array(let values): Array("*\(values.count)\r\n".utf8) + values.flatMap(\.encoded)
        case .null: Array("$-1\r\n".utf8)
        }
    }

    /// Any value, with arrays nested up to `depth`.
    static func random(depth: Int, using generator: inout SeededGenerator) -> RESPValue {
        func bytes(_ values: ClosedRange<UInt8>) -> [UInt8] {
            (0..<Int.random(in: 0...20, using: &generator)).map { _ in .random(in: values, using: &generator) }
        }
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .simple(String(decoding: bytes(0x20...0x7E), as: UTF8.self))
        case 1: return .error(String(decoding: bytes(0x20...0x7E), as: UTF8.self))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3: return .bulk(bytes(0...255))
        case 4: return .null
        default:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) }
            )
        }
    }
}
