import HTTPCore

extension ResponseCases {
    /// What these cases are held to.
    static let smallLimits = HTTPLimits(
        maxRequestLineBytes: 20,
        maxHeaderBytes: 40,
        maxHeaderCount: 3,
        maxBodyBytes: 4,
        maxInterimResponses: 2
    )

    private static let interim = "HTTP/1.1 100 \r\n\r\n"
    private static let final = "HTTP/1.1 204 \r\n\r\n"
    private static let closing = "HTTP/1.0 200 OK\r\n\r\n"

    static let limits: [ResponseCase] = [
        small("status line within", "HTTP/1.1 204 3456789\r\n\r\n", .reads("204 No Content")),
        small("status line beyond", "HTTP/1.1 204 34567890\r\n\r\n", .refused(.startLineTooLong)),
        small("field lines beyond", "HTTP/1.1 204 \r\nA:\r\nA:\r\nA:\r\nA:\r\n\r\n", .refused(.tooManyFields)),
        small("interim responses within", interim + interim + final, .reads("204 No Content")),
        small("interim responses beyond", interim + interim + interim, .refused(.tooManyInterimResponses)),
        small("content until close within", closing + "1234", .readsUntilClose("200 OK", body: "1234")),
        small("content until close beyond", closing + "12345", .refused(.bodyTooLarge)),
    ]

    private static func small(_ name: String, _ text: String, _ outcome: ResponseCase.Outcome) -> ResponseCase {
        ResponseCase("HTTPLimits", name, text, limits: smallLimits, outcome)
    }
}
