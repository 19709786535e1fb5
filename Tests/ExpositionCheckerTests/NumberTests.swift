import TestSupport
import Testing

@testable import ExpositionChecker

@Suite("Numbers")
struct NumberTests {
    /// The specification's own examples first.
    @Test(arguments: [
        (0.0, "0.0"), (0.001, "0.001"), (0.1, "0.1"), (0.95, "0.95"), (1, "1.0"), (1.7, "1.7"), (10, "10.0"),
        (1e-10, "1e-10"),
        (1e-9, "1e-09"), (1e-5, "1e-05"), (0.0001, "0.0001"), (100_000, "100000.0"), (1e6, "1e+06"), (1e10, "1e+10"),
        (1.1e23, "1.1e+23"), (1.55555555555552e+06, "1.55555555555552e+06"), (-2.5, "-2.5"), (-1e-7, "-1e-07"),
        (123_456.75, "123456.75"), (999_999.5, "999999.5"), (0.00012, "0.00012"), (0.000012, "1.2e-05"),
        (1e100, "1e+100"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func canonical(number: Double, text: String) {
        #expect(CanonicalNumber.text(number) == text)
    }

    @Test func canonicalTextReadsBack() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let number = Double(bitPattern: generator.next())
            guard number.isFinite else { continue }
            #expect(NumberGrammar.number(Array(CanonicalNumber.text(number).utf8)[...]) == number)
        }
    }

    private func time(_ text: String) -> ExpositionChecker.Timestamp { Timestamp(real: Array(text.utf8)[...]) }

    @Test(arguments: [
        ("0", "-0.000"), ("1", "+01."), ("1", "1e0"), ("10", "1e1"), ("0.5", ".5"), ("1.50", "0.15e1"),
        ("1200", "12E+2"),
        ("0.001", "1e-3"), ("0", "0e99"), ("0", "000"),
    ])
    func oneTimeInTwoSpellings(left: String, right: String) {
        #expect(time(left) == time(right))
        #expect(!(time(left) < time(right)))
    }

    /// Against whole numbers of a size that rounding would hide, with the point moved.
    @Test func timesCompareAsTheyAreWritten() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<3_000 {
            let left = Int.random(in: -50...50, using: &generator) * 1_000_000_007
            let right = Bool.random(using: &generator) ? left + Int.random(in: -2...2, using: &generator) : -left
            let power = Int.random(in: -20...20, using: &generator)
            #expect((time("\(left)e\(power)") < time("\(right)e\(power)")) == (left < right))
            #expect((time("\(left)e\(power)") == time("\(right)0e\(power - 1)")) == (left == right))
        }
    }
}
