import TestSupport
import Testing

@testable import ServiceKit

@Suite struct TraceStateTests {
    private func text(_ fields: String...) -> String? { TraceState(fields)?.text }

    // MARK: What is kept

    @Test func oneFieldAndSeveralAreTheSameList() {
        #expect(text("foo=1,bar=2") == "foo=1,bar=2")
        #expect(text("foo=1,bar=2", "rojo=1,congo=2", "baz=3") == "foo=1,bar=2,rojo=1,congo=2,baz=3")
    }

    @Test func emptyMembersAndFieldsAreLeftOut() {
        #expect(text("foo=1", "") == "foo=1")
        #expect(text("", "foo=1") == "foo=1")
        #expect(text("foo=1, ,\t,bar=2,") == "foo=1,bar=2")
        #expect(text("") == nil)
        #expect(text(" , ") == nil)
        #expect(TraceState([]) == nil)
    }

    @Test(arguments: [
        "foo=1 \t , \t bar=2, \t baz=3", "foo=1\t \t,\t \tbar=2,\t \tbaz=3", " foo=1,bar=2,baz=3 ",
        "\tfoo=1,bar=2,baz=3\t",
    ])
    func whiteSpaceAroundMembersIsNoPartOfThem(_ field: String) { #expect(text(field) == "foo=1,bar=2,baz=3") }

    @Test func whiteSpaceWithinAValueIsPartOfIt() { #expect(text("foo= a b ") == "foo= a b") }

    @Test func everyCharacterThatIsAllowed() {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789_-*/"
        let value = String(decoding: (0x20...0x7E).map { UInt8($0) }.filter { $0 != 0x2C && $0 != 0x3D }, as: UTF8.self)
        #expect(text("\(letters)=\(value)") == "\(letters)=\(value)")
        #expect(text("\(letters)@a-z0-9_-*/=\(value)") == "\(letters)@a-z0-9_-*/=\(value)")
    }

    @Test(arguments: ["foo=1,foo=1", "foo=1,foo=2"])
    func aKeyThatIsThereTwiceIsNotOursToMend(_ field: String) { #expect(text(field) == field) }

    @Test(arguments: ["foo@=1", "foo@@bar=1", "foo@bar@baz=1", "0foo=1"])
    func anAtSignAndADigitAreKeyCharacters(_ member: String) { #expect(text("\(member),bar=2") == "\(member),bar=2") }

    // MARK: What is dropped as a whole

    @Test(arguments: [
        "foo", "foobarbaz", "=1", "foo=", "foo=,bar=3", "foo =1", "FOO=1", "foo.bar=1", "@foo=1,bar=2", "_foo=1",
        "-foo=1",
        "foo=bar=baz", "foo=1;bar=2=3", "foo=\u{7F}", "foo=é", "fóo=1", "foo=1,bar", "foo=a\tb",
    ])
    func whatIsMalformed(_ field: String) {
        #expect(text(field) == nil)
        #expect(text("good=1", field) == nil)
    }

    @Test func moreThan32Members() {
        let members = (1...33).map { "bar\($0)=\($0)" }
        #expect(TraceState(Array(members[..<32]))?.text == members[..<32].joined(separator: ","))
        #expect(text(members[..<32].joined(separator: ",")) != nil)
        #expect(TraceState(members) == nil)
        #expect(text(members.joined(separator: ",")) == nil)
        // An empty member is none.
        #expect(TraceState(members[..<32] + [""]) != nil)
    }

    @Test(arguments: [
        String(repeating: "z", count: 256),
        String(repeating: "t", count: 241) + "@" + String(repeating: "v", count: 14),
        String(repeating: "t", count: 242) + "@v", "t@" + String(repeating: "v", count: 15),
    ])
    func keysUpTo256Characters(_ key: String) {
        #expect(text("foo=1", "\(key)=1") == "foo=1,\(key)=1")
        #expect((text("foo=1", "\(key)z=1") == nil) == (key.count == 256))
    }

    @Test func valuesUpTo256Characters() {
        let value = String(repeating: "v", count: 255)
        #expect(text("a=\(value)v") != nil)
        #expect(text("a=\(value)vv") == nil)
    }

    // MARK: What is too long is cut by whole members

    @Test func upTo512CharactersStay() {
        let half = String(repeating: "v", count: 253)
        let whole = "a=\(half),b=\(half)v"
        #expect(whole.utf8.count == 512)
        #expect(text(whole) == whole)
        #expect(text(whole + "v") == "a=\(half)")
    }

    @Test func longMembersGoFirst() {
        let short = (1...5).map { "s\($0)=" + String(repeating: "v", count: 75) }
        let long = "long=" + String(repeating: "v", count: 200)
        #expect(text(([long] + short).joined(separator: ",")) == short.joined(separator: ","))
        // Then whichever is last.
        let many = (1...9).map { "s\($0)=" + String(repeating: "v", count: 75) }
        #expect(text(many.joined(separator: ",")) == many[..<6].joined(separator: ","))
    }

    /// Whatever comes, what goes on is a list that would be taken as it is, within the limits.
    @Test func whatIsKeptIsKeptAgain() {
        var generator = SeededGenerator(seed: 3)
        let alphabet = Array("ab1_-*/@=, \t.A~é")
        var kept = 0
        for _ in 0..<5000 {
            let fields = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                    Bool.random(using: &generator)
                        ? "k\(Int.random(in: 0...9, using: &generator))="
                            + String(
                                repeating: "x",
                                count: Int.random(in: 1...150, using: &generator)
                            ) + ","
                        : Int.random(in: 0...9, using: &generator) > 0
                            ? "," : String(alphabet.randomElement(using: &generator)!)
                }.joined()
            }
            guard let state = TraceState(fields) else { continue }
            kept += 1
            #expect(state.text.utf8.count <= TraceState.maxCharacters)
            #expect(TraceState([state.text]) == state)
        }
        #expect(kept > 500)
    }
}
