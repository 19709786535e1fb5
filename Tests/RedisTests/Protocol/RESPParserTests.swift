import TestSupport
import Testing

@testable import Redis

@Suite struct RESPParserTests {
    /// All that a parser makes of some bytes.
    struct Transcript: Equatable {
        var values: [RESPValue] = []
        var error: RESPParseError?
        /// Bytes that are part of no reply yet.
        var left = 0

        /// - Parameter pieces: the bytes as they come; what the parser leaves is passed again, as a connection does.
        init(_ pieces: [[UInt8]], limits: RESPLimits) {
            var parser = RESPParser(limits: limits)
            var waiting: [UInt8] = []
            var consumed = 0
            let total = pieces.reduce(0) { $0 + $1.count }
            do throws(RESPParseError) {
                for piece in pieces {
                    waiting += piece
                    while true {
                        let (value, count) = try Self.next(&parser, waiting)
                        waiting.removeFirst(count)
                        consumed += count
                        guard let value else { break }
                        values.append(value)
                        left = total - consumed
                    }
                }
                if values.isEmpty { left = total }
            } catch {
                self.error = error
                left = 0
            }
        }

        private static func next(
            _ parser: inout RESPParser,
            _ bytes: [UInt8]
        ) throws(RESPParseError) -> (RESPValue?, Int) {
            let result: Result<(RESPValue?, Int), RESPParseError> = bytes.withUnsafeBytes { bytes in
                do throws(RESPParseError) { return .success(try parser.next(bytes)) } catch { return .failure(error) }
            }
            return try result.get()
        }
    }

    private static func read(_ bytes: [UInt8], _ delivery: Delivery, limits: RESPLimits = RESPCases.limits)
        -> Transcript
    {
        Transcript(delivery.cut(bytes), limits: limits)
    }

    @Test(arguments: RESPCases.accepted)
    func aReplyIsReadWhateverTheDelivery(_ text: String, _ value: RESPValue) {
        for delivery in Delivery.all {
            // Twice, as nothing of the first may be left in the parser.
            let transcript = Self.read(Array((text + text).utf8), delivery)
            #expect(transcript.values == [value, value], "\(delivery)")
            #expect(transcript.error == nil)
            #expect(transcript.left == 0)
        }
    }

    @Test(arguments: RESPCases.accepted)
    func aReplyThatHasNotEndedIsNone(_ text: String, _ value: RESPValue) {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            let transcript = Self.read(Array(bytes[..<count]), .whole)
            #expect(transcript.values == [])
            #expect(transcript.error == nil)
            #expect(transcript.left == count)
        }
    }

    @Test(arguments: RESPCases.refused)
    func whatIsNoReplyIsRefusedWhateverTheDelivery(_ text: String, _ error: RESPParseError) {
        for delivery in Delivery.all {
            let transcript = Self.read(Array(("+OK\r\n" + text).utf8), delivery)
            #expect(transcript.values == [.simple("OK")], "\(delivery)")
            #expect(transcript.error == error, "\(delivery)")
        }
    }

    @Test func theLimitsCountForEachReplyAnew() {
        let text =
            "*2\r\n$40\r\n" + String(repeating: "x", count: 40) + "\r\n$24\r\n" + String(repeating: "x", count: 24)
            + "\r\n"
        let many = "*16\r\n" + String(repeating: ":1\r\n", count: 16)
        let transcript = Self.read(Array((text + many + text + many).utf8), .whole)
        #expect(transcript.values.count == 4)
        #expect(transcript.error == nil)
    }

    @Test func aTextThatIsNotUTF8IsRepaired() {
        #expect(Self.read([0x2D, 0xFF, 0x41, 0x0D, 0x0A], .whole).values == [.error("\u{FFFD}A")])
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func anyRepliesAreReadWhateverTheDelivery(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<20).map { _ in RESPValue.random(depth: 3, using: &generator) }
        let bytes = values.flatMap(\.encoded)
        let limits = RESPLimits(maxBulkBytes: 4096, maxElements: 256, maxDepth: 3)
        for delivery in Delivery.all {
            let transcript = Self.read(bytes, delivery, limits: limits)
            #expect(transcript.values == values, "\(delivery)")
            #expect(transcript.error == nil)
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func damageGivesTheSameResultWhateverTheDelivery(_ seed: UInt64) {
        let alphabet = Array("\r\n\0+-:$*0123459x_%>".utf8) + [0x80, 0xFF]
        var generator = SeededGenerator(seed: seed)
        for (text, _) in RESPCases.accepted {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0...bytes.count, using: &generator)
                let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                switch Int.random(in: 0..<3, using: &generator) {
                case 0 where index < bytes.count: bytes[index] = byte
                case 1 where index < bytes.count: bytes.remove(at: index)
                default: bytes.insert(byte, at: index)
                }
            }
            bytes += Array(text.utf8)
            let whole = Self.read(bytes, .whole)
            for delivery in Delivery.all { #expect(Self.read(bytes, delivery) == whole, "\(bytes) \(delivery)") }
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func garbageIsRefusedOrWaitedFor(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let types = Array("+-:$*".utf8)
        for _ in 0..<100 {
            var bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            bytes[0] = types[Int.random(in: 0..<types.count, using: &generator)]
            let whole = Self.read(bytes, .whole)
            #expect(Self.read(bytes, .byteByByte) == whole)
            #expect(whole.error != nil || whole.left > 0 || !whole.values.isEmpty)
        }
    }
}
