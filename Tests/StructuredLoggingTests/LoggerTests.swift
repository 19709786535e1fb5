import Foundation
import StructuredLogging
import Testing
import TestSupport

@Suite("Logger")
struct LoggerTests {
    private let sink = RecordingSink()
    private let start =
        #"{"ts":"2026-01-02T03:04:05.123456Z","ts_ms":1767323045123,"level":"info","event":"service.started","msg":"up""#

    private func logger(_ level: LogLevel = .info, fields: [(String, LogValue)] = []) -> Logger {
        Logger(level: level, sink: sink, fields: fields) { LogTimestamp(microseconds: 1_767_323_045_123_456) }
    }

    @Test func aLineWithoutFields() {
        logger().info(event: "service.started", "up")
        #expect(sink.lines == [start + "}\n"])
    }

    @Test func fieldsOfEveryType() {
        logger().info(event: "service.started", "up") { line in
            line.set("text", "a")
            line.set("missing", nil)
            line.set("whole", -3)
            line.set("number", 0.25)
            line.set("small", 1e-7)
            line.set("nan", Double.nan)
            line.set("infinite", -Double.infinity)
            line.set("flag", true)
            line.set("raw", bytes: [0x61, 0xFF, 0x0A])
            line.set("id", hexadecimal: 0xAB)
            line.set("long_id", hexadecimal: 1, .max)
        }
        let fields =
            #","text":"a","whole":-3,"number":0.25,"small":1e-07,"nan":null,"infinite":null,"flag":true,"raw":"a\#u{FFFD}\n""#
            + #","id":"00000000000000ab","long_id":"0000000000000001ffffffffffffffff""#
        #expect(sink.lines == [start + fields + "}\n"])
    }

    @Test func escapes() {
        logger().info(event: "service.started", "up") { line in
            line.set("s", "\"\\/\n\r\t\u{0}\u{1B}\u{7F}\u{80}\u{9F}\u{A0}é😀")
        }
        let escaped = #""\"\\/\n\r\t\u0000\u001b\u007f\u0080\u009f"# + "\u{A0}é😀\""
        #expect(sink.lines == [start + ",\"s\":" + escaped + "}\n"])
    }

    @Test func baseAndDerivedFieldsComeInOrder() {
        let base = logger(fields: [("ser\"vice", "backend"), ("n", 1), ("d", 1.5), ("b", false)])
        let derived = base.with { $0.set("trace_id", "abc") }
        derived.info(event: "service.started", "up") { $0.set("x", 1) }
        base.info(event: "service.started", "up")
        let fields = #","ser\"vice":"backend","n":1,"d":1.5,"b":false"#
        #expect(sink.lines == [start + fields + #","trace_id":"abc","x":1}"# + "\n", start + fields + "}\n"])
    }

    @Test func belowTheLevelNothingIsEvaluated() {
        let logger = Logger(level: .warn, sink: sink) {
            Issue.record("the clock was read")
            return LogTimestamp(microseconds: 0)
        }
        logger.info(event: "a", "b") { _ in Issue.record("the fields were evaluated") }
        #expect(sink.lines == [])
        #expect(logger.lineCount(.info) == 0)
    }

    @Test(arguments: LogLevel.allCases)
    func aLevelLetsItselfAndTheMoreImportantThrough(level: LogLevel) {
        let logger = logger(level)
        logger.debug(event: "a", "b")
        logger.info(event: "a", "b")
        logger.warn(event: "a", "b")
        logger.error(event: "a", "b")
        let expected = LogLevel.allCases.filter { $0 >= level }
        #expect(sink.lines.count == expected.count)
        for (line, level) in zip(sink.lines, expected) {
            #expect(line.contains("\"level\":\"\(level.name)\""))
        }
        for each in LogLevel.allCases {
            #expect(logger.isEnabled(each) == (each >= level))
            #expect(logger.lineCount(each) == (each >= level ? 1 : 0))
        }
    }

    @Test func theLevelIsSharedWithDerivedLoggers() {
        let base = logger(.error)
        let derived = base.with { $0.set("x", 1) }
        base.level = .debug
        #expect(derived.level == .debug)
        derived.debug(event: "a", "b")
        derived.level = .error
        base.info(event: "a", "b")
        #expect(sink.lines.count == 1)
        #expect(base.lineCount(.debug) == 1)
    }

    @Test func levelNames() {
        #expect(LogLevel.allCases.map(\.name) == ["debug", "info", "warn", "error"])
        for level in LogLevel.allCases { #expect(LogLevel(name: level.name) == level) }
        #expect(LogLevel(name: "INFO") == nil)
        #expect(LogLevel(name: "") == nil)
    }

    /// Whatever the text, the line is one line of JSON and gives the text back.
    @Test func randomTextSurvives() throws {
        var generator = SeededGenerator(seed: 20_260_102)
        let logger = logger()
        let texts = (0..<500).map { _ in Self.randomText(using: &generator) }
        for text in texts { logger.info(event: "a", "b") { $0.set("s", text) } }
        for (line, text) in zip(sink.lines, texts) {
            #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect((object["s"] as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }

    /// Whatever bytes come from outside, the line is one line of JSON that no terminal obeys, and gives back the text that
    /// the bytes decode to.
    @Test func randomBytesSurvive() throws {
        var generator = SeededGenerator(seed: 20_261_126)
        let logger = logger()
        let all = (0..<2000).map { _ in Self.randomBytes(using: &generator) }
        for bytes in all { logger.info(event: "a", "b") { $0.set("s", bytes: bytes) } }
        for (line, bytes) in zip(sink.lines, all) {
            #expect(line.utf8.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            #expect(line.unicodeScalars.allSatisfy { !(0x80...0x9F).contains($0.value) })
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let text = String(decoding: bytes, as: UTF8.self)
            #expect((object["s"] as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }

    /// Mostly bytes that mean something to UTF-8, JSON or a terminal.
    private static func randomBytes(using generator: inout SeededGenerator) -> [UInt8] {
        let pieces: [[UInt8]] = [
            [0xC2, 0x85], [0xC2], [0xE2, 0x80, 0xA8], [0xF0, 0x9F, 0x98, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0xAF],
            [0xF4, 0x90, 0x80, 0x80], [0x1B, 0x5B], [0x5C], [0x22], [0x00], [0x0A], [0x7F], [0xFF], [0x61],
        ]
        return (0..<Int.random(in: 0...12, using: &generator)).flatMap { _ in
            Int.random(in: 0...3, using: &generator) > 0
                ? pieces.randomElement(using: &generator)! : [UInt8.random(in: .min ... .max, using: &generator)]
        }
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...20, using: &generator) {
            let limit: UInt32 = Bool.random(using: &generator) ? 0x100 : 0x11_0000
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
