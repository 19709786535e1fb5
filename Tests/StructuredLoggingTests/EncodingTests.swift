import StructuredLogging
import Testing
import TestSupport

/// The encoders take several bytes at once; here each is held against one that takes them one by one.
@Suite("How values are written")
struct EncodingTests {
    /// What a line has for one field.
    private func written(_ fields: (inout LogFields) -> Void) -> String {
        let sink = RecordingSink()
        let logger = Logger(level: .info, sink: sink) { LogTimestamp(microseconds: 0) }
        logger.info(event: "a", "b") { fields(&$0) }
        let start = #"{"ts":"1970-01-01T00:00:00.000000Z","ts_ms":0,"level":"info","event":"a","msg":"b","k":"#
        let line = sink.lines.first ?? ""
        #expect(line.hasPrefix(start) && line.hasSuffix("}\n"))
        return String(line.dropFirst(start.count).dropLast(2))
    }

    /// A byte that needs an escape is found wherever it stands among others that need none, of words of eight bytes and
    /// of what is left behind the last.
    @Test func everyASCIICharacterAtEveryPlace() throws {
        for code in 0..<UInt8(0x80) {
            let character = String(Unicode.Scalar(code))
            for length in [1, 7, 8, 9, 15, 16, 17] {
                // ! and ~ are the first and the last that need none, # and [ the neighbours of those that do.
                let plain = String((0..<length - 1).map { Array("!~#[]AZ")[$0 % 7] })
                for place in 0..<length {
                    let (before, after) = (plain.prefix(place), plain.dropFirst(place))
                    let expected = "\"\(before)\(Self.escaped(code))\(after)\""
                    try #require(written { $0.set("k", before + character + after) } == expected)
                }
            }
        }
    }

    @Test func longControlCharactersAndOtherTextAtEveryPlace() throws {
        for place in 0...16 {
            let before = String(repeating: "x", count: place)
            for (text, expected) in [("\u{80}", "\\u0080"), ("\u{9F}", "\\u009f"), ("\u{A0}", "\u{A0}"), ("é😀", "é😀")] {
                try #require(written { $0.set("k", before + text + "y") } == "\"\(before)\(expected)y\"")
            }
        }
    }

    @Test func wholeNumbersOfEveryLength() throws {
        var values = [0, .max, .min]
        var power = 1
        for _ in 0..<18 {
            values += [power - 1, power, power + 1, -power]
            power *= 10
        }
        values += [power - 1, power, -power]
        for value in values { try #require(written { $0.set("k", value) } == String(value)) }
    }

    @Test func hexadecimalDigits() throws {
        var generator = SeededGenerator(seed: 20_261_126)
        var ids: [UInt64] = [0, .max, 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210]
        for _ in 0..<1000 { ids.append(generator.next()) }
        for id in ids {
            let digits = String(id, radix: 16)
            let expected = String(repeating: "0", count: 16 - digits.count) + digits
            try #require(written { $0.set("k", hexadecimal: id) } == "\"\(expected)\"")
            try #require(written { $0.set("k", hexadecimal: id, 1) } == "\"\(expected)0000000000000001\"")
        }
    }

    /// More than the room a line starts with.
    @Test func longText() {
        let text = String(repeating: "0123456789", count: 1000)
        #expect(written { $0.set("k", text) } == "\"\(text)\"")
        #expect(written { $0.set("k", text + "\n") } == "\"\(text)\\n\"")
    }

    private static func escaped(_ code: UInt8) -> String {
        switch code {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case UInt8(ascii: "\n"): "\\n"
        case UInt8(ascii: "\r"): "\\r"
        case UInt8(ascii: "\t"): "\\t"
        case 0x20..<0x7F: String(Unicode.Scalar(code))
        default: "\\u00" + (code < 0x10 ? "0" : "") + String(code, radix: 16)
        }
    }
}
