import HTTPCore

/// Something a client may send, the rule about it, and what becomes of it.
///
/// The cases are one list, `RequestCases.all`. The unit tests feed each of them whole and in pieces; the fuzzer starts
/// from them, and the differential test shows them to another parser. A new case is part of all three.
struct RequestCase: Sendable {
    enum Outcome: Sendable {
        /// One complete request.
        case reads(String, fields: String, body: String = "")
        /// One complete request; only its content matters.
        case accepted(body: String)
        /// No error, and no complete request yet.
        case waits
        /// An error, and the status of the answer.
        case refused(HTTPParseError.Kind, HTTPStatus)
    }

    /// Where the rule stands.
    let source: String
    let name: String
    let text: String
    let outcome: Outcome
    var limits = HTTPLimits()

    init(_ source: String, _ name: String, _ text: String, _ outcome: Outcome) {
        self.source = source
        self.name = name
        self.text = text
        self.outcome = outcome
    }
}

extension RequestCase.Outcome {
    static func refused(_ kind: HTTPParseError.Kind) -> Self { .refused(kind, .badRequest) }
}

/// All cases, by what they are about.
enum RequestCases {
    static let all = startLines + targets + fields + hosts + lengths + codings + chunks + limits

    /// A request line for `/` with a `Host`, and these lines after it.
    static func lines(_ source: String, _ name: String, _ lines: String, _ outcome: RequestCase.Outcome) -> RequestCase
    {
        RequestCase(source, name, "POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n", outcome)
    }
}
