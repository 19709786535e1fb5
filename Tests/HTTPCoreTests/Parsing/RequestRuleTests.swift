import HTTPCore
import TestSupport
import Testing

extension RequestCase: CustomTestStringConvertible {
    var testDescription: String { "\(source): \(name)" }
}

@Suite("Requests, rule by rule")
struct RequestRuleTests {
    @Test("have one result, whole or in pieces", arguments: RequestCases.all)
    func outcome(_ example: RequestCase) {
        let whole = Transcript.ofRequests(example.text, .whole, limits: example.limits)
        for delivery in Delivery.all {
            let result = Transcript.ofRequests(example.text, delivery, limits: example.limits)
            #expect(result == whole, "\(delivery)")
            switch example.outcome {
            case .reads(let startLine, let fields, let body):
                let message = Transcript.Message(startLine: startLine, fields: fields, body: body, isComplete: true)
                #expect(result == Transcript(messages: [message]), "\(delivery)")
            case .accepted(let body):
                #expect(result.error == nil, "\(delivery)")
                #expect(result.messages.map(\.body) == [body], "\(delivery)")
                #expect(result.messages.map(\.isComplete) == [true], "\(delivery)")
                #expect(result.leftOver.isEmpty, "\(delivery)")
            case .waits:
                #expect(result.error == nil, "\(delivery)")
                #expect(!result.messages.contains { $0.isComplete }, "\(delivery)")
            case .refused(let kind, let status):
                #expect(result.error == kind, "\(delivery)")
                #expect(HTTPParseError(kind).status == status)
                #expect(!result.messages.contains { $0.isComplete }, "\(delivery)")
            }
        }
    }

    @Test("that are accepted may follow each other", arguments: RequestCases.accepted)
    func pipelining(_ example: RequestCase) {
        let once = Transcript.ofRequests(example.text, .whole, limits: example.limits)
        for delivery in Delivery.all {
            let text = example.text + example.text + example.text
            let thrice = Transcript.ofRequests(text, delivery, limits: example.limits)
            #expect(thrice.messages == once.messages + once.messages + once.messages, "\(delivery)")
            #expect(thrice.error == nil, "\(delivery)")
        }
    }

    @Test("that are accepted are, cut short, incomplete and no error", arguments: RequestCases.accepted)
    func prefixes(_ example: RequestCase) {
        for length in 0..<example.text.utf8.count {
            let prefix = String(decoding: example.text.utf8.prefix(length), as: UTF8.self)
            let transcript = Transcript.ofRequests(prefix, .whole, limits: example.limits)
            #expect(transcript.error == nil)
            #expect(!transcript.messages.contains { $0.isComplete })
        }
    }

    @Test("have a case for every way in which a request can be refused")
    func everyKind() {
        let seen = RequestCases.all.compactMap { if case .refused(let kind, _) = $0.outcome { kind } else { nil } }
        let ofResponses: Set<HTTPParseError.Kind> = [.tooManyInterimResponses, .unexpectedResponse, .prematureEnd]
        #expect(Set(HTTPParseError.Kind.allCases).subtracting(seen) == ofResponses)
    }
}

extension RequestCases {
    static let accepted = all.filter {
        switch $0.outcome {
        case .reads, .accepted: true
        case .waits, .refused: false
        }
    }
}
