import ExpositionChecker
import TestSupport
import Testing

@Suite("Random bodies")
struct MutationTests {
    @Test(arguments: ExpositionChecker.Format.allCases)
    func withoutAFaultHaveNoFindings(format: ExpositionChecker.Format) {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<60 {
            let body = GeneratedBody(format, using: &generator)
            #expect(ExpositionChecker(format: format, requiresMetadata: true).check(body.bytes) == [])
        }
    }

    @Test(arguments: Mutation.allCases)
    func withAFaultAlwaysHaveFindings(mutation: Mutation) {
        for format in ExpositionChecker.Format.allCases
        where format == .openMetrics || !Mutation.openMetricsOnly.contains(mutation) {
            var generator = SeededGenerator(seed: 2)
            for _ in 0..<8 {
                let body = mutation.apply(to: GeneratedBody(format, using: &generator), using: &generator)
                let checker = ExpositionChecker(format: format, requiresMetadata: true)
                if checker.check(body).isEmpty {
                    Issue.record("\(mutation) in \(format) is not found:\n\(String(decoding: body, as: UTF8.self))")
                    return
                }
            }
        }
    }

    /// Whatever the bytes are, the checker ends, and says in one line of plain text what it found.
    @Test(arguments: ExpositionChecker.Format.allCases)
    func ofNoiseAreReadToTheEnd(format: ExpositionChecker.Format) {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<60 {
            var body = GeneratedBody(format, using: &generator).bytes
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                let index = Int.random(in: body.indices, using: &generator)
                body[index] =
                    Bool.random(using: &generator)
                    ? .random(in: 0...255, using: &generator) : body.randomElement(using: &generator)!
            }
            body.removeLast(Int.random(in: 0..<body.count, using: &generator))
            for finding in ExpositionChecker(format: format).check(body) {
                #expect(finding.line >= 1)
                #expect(!finding.message.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
            }
        }
    }
}
