import HTTPCore
import Resilience
import ServiceKit
import Testing

@Suite("Repeatability of requests")
struct RequestRepeatabilityTests {
    @Test(
        "By method, or by key",
        arguments: [
            (HTTPMethod.get, false, Repeatability.idempotent), (.put, false, .idempotent), (.delete, true, .idempotent),
            (.post, false, .once), (.post, true, .keyed), (.patch, false, .once), (.patch, true, .keyed),
        ]
    )
    func repeatability(method: HTTPMethod, hasKey: Bool, expected: Repeatability) {
        var request = HTTPRequest(method: method, target: "/")
        if hasKey { request.fields[.idempotencyKey] = "8e03978e" }
        #expect(request.head.repeatability == expected)
    }
}
