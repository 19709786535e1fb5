import HTTPCore
import TestSupport
import Testing

@Suite("JSON text")
struct JSONTextTests {
    /// RFC 8259, 7, character by character.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\u{C}": result += "\\f"
            case "\r": result += "\\r"
            case ..<"\u{20}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    @Test("is escaped as the grammar says, wherever in it a character stands")
    func agreesWithReference() {
        var generator = SeededGenerator(seed: 9)
        let scalars: [Unicode.Scalar] = ["a", "z", " ", "\"", "\\", "\n", "\u{1}", "\u{1F}", "\u{7F}", "é", "😀", "~"]
        var wrong: [String] = []
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...30, using: &generator) {
                // Mostly harmless, so that whole words without an escape occur as well.
                let isHarmless = Int.random(in: 0..<4, using: &generator) > 0
                text.unicodeScalars.append(isHarmless ? "b" : scalars.randomElement(using: &generator)!)
            }
            var bytes: [UInt8] = []
            JSONText.appendEscaped(text, to: &bytes)
            if String(decoding: bytes, as: UTF8.self) != Self.escaped(text) { wrong.append(text) }
        }
        #expect(wrong == [])
    }
}
