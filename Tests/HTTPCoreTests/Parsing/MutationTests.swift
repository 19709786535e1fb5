import HTTPCore
import TestSupport
import Testing

@Suite("Random damage")
struct MutationTests {
    private static let alphabet = Array("\r\n\0\t :;,/09afGETHTP.1chunked".utf8) + [0x80, 0xFF]

    /// A valid text with a few bytes replaced, inserted or removed.
    private static func damaged(_ text: String, using generator: inout SeededGenerator) -> String {
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
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("of a request gives the same result whatever the delivery", arguments: 1...20 as ClosedRange<UInt64>)
    func requests(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for example in RequestCases.accepted {
            let text = Self.damaged(example.text, using: &generator) + example.text
            let whole = Transcript.ofRequests(text, .whole)
            for delivery in Delivery.all { #expect(Transcript.ofRequests(text, delivery) == whole, "\(delivery)") }
        }
    }

    @Test("of a response gives the same result whatever the delivery", arguments: 1...20 as ClosedRange<UInt64>)
    func responses(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for example in ResponseCases.all {
            let text = Self.damaged(example.text, using: &generator)
            let whole = Transcript.ofResponses(text, to: [example.method], .whole, closes: true)
            for delivery in Delivery.all {
                #expect(
                    Transcript.ofResponses(text, to: [example.method], delivery, closes: true) == whole,
                    "\(delivery)"
                )
            }
        }
    }
}
