import HTTPCore
import Testing

@testable import LoadGenerator

@Suite struct LoadOutcomeTests {
    static let cases: [(Int, String?, LoadOutcome)] = [
        (200, "backend", .fresh), (200, nil, .fresh), (200, "stale", .stale), (200, "partial", .partial),
        (200, "fallback", .partial), (503, "rejected", .rejected), (429, nil, .rejected), (504, "error", .timeout),
        (502, "error", .error), (500, nil, .error), (404, "backend", .error),
    ]

    @Test(arguments: cases)
    func judgesByStatusAndSource(_ code: Int, _ source: String?, _ expected: LoadOutcome) throws {
        var response = HTTPResponse(status: try #require(HTTPStatus(code: code)))
        response.fields[.xSource] = source
        #expect(LoadOutcome(response) == expected)
    }
}
