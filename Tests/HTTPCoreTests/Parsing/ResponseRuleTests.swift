import HTTPCore
import TestSupport
import Testing

extension ResponseCase: CustomTestStringConvertible {
    var testDescription: String { "\(source): \(name)" }
}

@Suite("Responses, rule by rule")
struct ResponseRuleTests {
    private func read(_ example: ResponseCase, _ delivery: Delivery, closes: Bool) -> Transcript {
        Transcript.ofResponses(
            example.text,
            to: [example.method],
            delivery,
            closes: closes,
            limits: example.limits
        )
    }

    @Test("have one result, whole or in pieces", arguments: ResponseCases.all)
    func outcome(_ example: ResponseCase) {
        let whole = read(example, .whole, closes: true)
        for delivery in Delivery.all {
            let open = read(example, delivery, closes: false)
            let closed = read(example, delivery, closes: true)
            #expect(closed == whole, "\(delivery)")
            switch example.outcome {
            case .reads(let startLine, let body):
                #expect(open == closed, "\(delivery)")
                expect(closed, startLine, body, "\(delivery)")
            case .readsUntilClose(let startLine, let body):
                #expect(open.error == nil)
                #expect(open.messages.map(\.isComplete) == [false], "\(delivery)")
                expect(closed, startLine, body, "\(delivery)")
            case .waits:
                #expect(open.error == nil, "\(delivery)")
                #expect(!open.messages.contains { $0.isComplete }, "\(delivery)")
                #expect(closed.error == .prematureEnd, "\(delivery)")
            case .refused(let kind):
                #expect(open.error == kind, "\(delivery)")
                #expect(closed.error == kind, "\(delivery)")
            }
        }
    }

    private func expect(_ result: Transcript, _ startLine: String, _ body: String, _ delivery: Comment) {
        #expect(result.error == nil, delivery)
        #expect(result.messages.map(\.startLine) == [startLine], delivery)
        #expect(result.messages.map(\.body) == [body], delivery)
        #expect(result.messages.map(\.isComplete) == [true], delivery)
        #expect(result.leftOver.isEmpty, delivery)
    }

    @Test("that are cut short are a premature end", arguments: ResponseCases.all)
    func prematureEnd(_ example: ResponseCase) {
        guard case .reads = example.outcome else { return }
        for length in 0..<example.text.utf8.count {
            let prefix = String(decoding: example.text.utf8.prefix(length), as: UTF8.self)
            let result = Transcript.ofResponses(
                prefix,
                to: [example.method],
                .whole,
                closes: true,
                limits: example.limits
            )
            #expect(result.error == .prematureEnd)
        }
    }
}
