import HTTPCore
import Testing

/// Values are checked eight bytes at a time: every byte must count at every place in such a word and behind the last one.
@Suite("Bytes of a field value")
struct FieldByteTests {
    /// RFC 9110, 5.5: tab, and all from space on but DEL.
    private static func isAllowed(_ byte: UInt8) -> Bool { byte == 0x09 || (byte >= 0x20 && byte != 0x7F) }

    @Test("are refused by the parser exactly where the grammar refuses them", arguments: [1, 7, 8, 9, 16, 23])
    func everyByteAtEveryPlace(length: Int) {
        var wrong: [(byte: UInt8, place: Int)] = []
        for place in 0..<length {
            for byte in UInt8.min...UInt8.max where byte != 0x0A && byte != 0x0D {
                var value = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                value[place] = byte
                let message = Array("GET / HTTP/1.1\r\nhost: a\r\nx: ".utf8) + value + Array("\r\n\r\n".utf8)
                var parser = HTTPRequestParser()
                let isAccepted = message.withUnsafeBytes { bytes in
                    do throws(HTTPParseError) {
                        _ = try parser.next(bytes)
                        return true
                    } catch {
                        return false
                    }
                }
                if isAccepted != Self.isAllowed(byte) { wrong.append((byte, place)) }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test("a removed field takes its line along, and the others stay as they were parsed")
    func removalFromParsedFields() throws {
        let message = Array("GET / HTTP/1.1\r\nHost: a\r\nX-One:  1 \t\r\nX-Two: 2\r\n\r\n".utf8)
        var parser = HTTPRequestParser()
        guard case .head(var head) = try message.withUnsafeBytes({ try parser.next($0).event }) else {
            Issue.record("no head")
            return
        }
        head.fields[.host] = nil
        head.fields.append(.accept, "b")
        #expect(head.fields.description == "x-one: 1\nx-two: 2\naccept: b")
        var bytes: [UInt8] = []
        HTTPSerializer.append(request: head, bodyLength: 0, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("x-two: 2\r\naccept: b\r\n\r\n"))
    }

    @Test(
        "a media type is told by its name alone",
        arguments: [
            ("application/json", true), ("Application/JSON; charset=utf-8", true), ("application/json;q=1", true),
            ("application/json5", false), ("application/problem+json", false), ("text/json", false), ("", false),
        ]
    )
    func mediaType(value: String, expected: Bool) {
        let fields: HTTPFields = [.contentType: value]
        #expect(fields.hasMediaType("application/json") == expected)
        #expect(!HTTPFields().hasMediaType("application/json"))
    }
}
