import Testing

@testable import Lab

@Suite("A lab settles before an experiment")
struct SettlingTests {
    @Test("It must have looked well for a time, from the last look at which it did not")
    func calmSpell() {
        let start = ContinuousClock.now
        var spell = CalmSpell<ContinuousClock.Instant>(length: .seconds(2))
        func look(_ isCalm: Bool, after milliseconds: Int) -> Bool {
            spell.isOver(isCalm: isCalm, at: start + .milliseconds(milliseconds))
        }
        #expect(!look(true, after: 0))
        #expect(!look(true, after: 1_000))
        #expect(!look(false, after: 1_500))
        #expect(!look(true, after: 2_000))
        #expect(!look(true, after: 3_999))
        #expect(look(true, after: 4_000))
    }
}
