import Foundation
import ServiceKit
import TestSupport
import Testing

@Suite struct JSONValidatorTests {
    @Test(arguments: [
        "{}", "[]", " { } ", "null", "true", "0", "-0", "1.5e+10", "\"\"", "\"\\u00e9\\n\"",
        "{\"a\":[1,2,{\"b\":null}]}", "\"\u{1F600}\"",
    ])
    func takesJSON(_ text: String) { #expect(JSONValidator.isValid(Array(text.utf8))) }

    @Test(arguments: [
        "", " ", "{", "}", "{}{}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[1 2]", "{a:1}", "'a'", "01",
        "1.", ".5",
        "+1", "1e", "nul", "nullx", "\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "NaN", "1,\"source\":\"evil\"",
    ])
    func refusesWhatIsNone(_ text: String) { #expect(!JSONValidator.isValid(Array(text.utf8))) }

    @Test func refusesInvalidUTF8AndBottomlessNesting() {
        #expect(!JSONValidator.isValid([0x22, 0xFF, 0x22]))
        #expect(!JSONValidator.isValid([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)))
    }

    @Test func agreesWithFoundationOnDamagedText() {
        let seed = Array(#"{"a":[1,-2.5e3,"x\\u0041\n",true,null],"b":{"c":{}}}"#.utf8)
        let alphabet = Array(#"{}[]:,"\\ut0123eE+-. nulltrue"#.utf8)
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<20_000 {
            var text = seed
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let index = Int.random(in: 0..<text.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: text.remove(at: index)
                case 1: text.insert(alphabet.randomElement(using: &generator)!, at: index)
                default: text[index] = alphabet.randomElement(using: &generator)!
                }
            }
            // Foundation takes a comma before the end of an object or array; RFC 8259 does not.
            let damaged = String(decoding: text, as: UTF8.self)
            if damaged.contains(/,\s*[\]}]/) { continue }
            let expected = (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
            #expect(JSONValidator.isValid(text) == expected, "\(damaged)")
        }
    }
}
