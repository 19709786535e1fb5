import HTTPCore
import TestSupport
import Testing

@testable import Lab

@Suite struct PageGateTests {
    private let gate = PageGate(port: 18_003, token: "secret")

    private func refusal(
        _ method: HTTPMethod,
        host: String = "127.0.0.1:18003",
        origin: String? = nil,
        token: String? = nil,
        target: String = "/"
    ) -> String? {
        var request = HTTPRequest(method: method, target: target, fields: [.host: host])
        request.fields[PageGate.originField] = origin
        request.fields[PageGate.tokenField] = token
        return gate.refusal(of: request)
    }

    @Test(arguments: ["127.0.0.1:18003", "localhost:18003", "LOCALHOST:18003"]) func thePageIsReadByItsOwnNames(
        host: String
    ) {
        #expect(refusal(.get, host: host) == nil)
        #expect(refusal(.get, host: host, origin: "http://\(host.lowercased())") == nil)
    }

    @Test(arguments: [
        "", "127.0.0.1", "127.0.0.1:18004", "rebound.example:18003", "localhost.example:18003", "127.0.0.1:18003.",
        "127.0.0.1:180030", "[::1]:18003", "127.1:18003",
    ])
    func anotherHostIsRefused(host: String) {
        #expect(refusal(.get, host: host) != nil)
        #expect(refusal(.post, host: host, origin: "http://\(host)", token: "secret") != nil)
        #expect(refusal(.get, target: "http://\(host)/") != nil)
    }

    @Test(arguments: [
        "null", "", "http://evil.example", "https://127.0.0.1:18003", "http://127.0.0.1:18000",
        "http://localhost:18003",
        "http://127.0.0.1:18003/", "http://127.0.0.1:18003.evil.example",
    ])
    func anotherPageIsRefused(origin: String) {
        #expect(refusal(.get, origin: origin) != nil)
        #expect(refusal(.post, origin: origin, token: "secret") != nil)
    }

    @Test(arguments: ["cross-site", "same-site"]) func whatAnotherPageLoadsIsRefused(site: String) {
        func refusal(_ method: HTTPMethod, mode: String) -> String? {
            var request = HTTPRequest(method: method, target: "/events", fields: [.host: "127.0.0.1:18003"])
            request.fields[PageGate.siteField] = site
            request.fields[PageGate.modeField] = mode
            return gate.refusal(of: request)
        }
        #expect(refusal(.get, mode: "no-cors") != nil)
        // A link to the page.
        #expect(refusal(.get, mode: "navigate") == nil)
        #expect(refusal(.post, mode: "navigate") != nil)
    }

    @Test func aFieldThatIsGivenTwiceIsNotBelieved() {
        let own = "http://127.0.0.1:18003"
        var request = HTTPRequest(method: .post, target: "/", fields: [.host: "127.0.0.1:18003"])
        request.fields.append(PageGate.originField, own)
        request.fields.append(PageGate.tokenField, "secret")
        #expect(gate.refusal(of: request) == nil)
        var twoOrigins = request
        twoOrigins.fields.append(PageGate.originField, "http://evil.example")
        #expect(gate.refusal(of: twoOrigins) != nil)
        var twoTokens = request
        twoTokens.fields.append(PageGate.tokenField, "other")
        #expect(gate.refusal(of: twoTokens) != nil)
    }

    @Test func aChangeNeedsOriginAndToken() {
        let own = "http://127.0.0.1:18003"
        #expect(refusal(.post, origin: own, token: "secret") == nil)
        #expect(refusal(.post, token: "secret") != nil)
        for token in [nil, "", "Secret", "secret ", "secre", "secret2"] as [String?] {
            let isTrimmed = token == "secret "
            #expect((refusal(.post, origin: own, token: token) == nil) == isTrimmed)
        }
        for method in [HTTPMethod.put, .delete, .options, .patch] {
            #expect(refusal(method, origin: own) != nil)
        }
    }

    @Test func aTokenIsDrawnAnew() {
        var generator = SeededGenerator(seed: 1)
        let tokens = (0..<100).map { _ in PageGate.makeToken(using: &generator) }
        #expect(Set(tokens).count == 100 && tokens.allSatisfy { $0.count == 32 })
    }
}
