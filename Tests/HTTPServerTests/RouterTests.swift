import HTTPCore
import HTTPServer
import Testing

@Suite struct RouterTests {
    static let router: Router<String> = {
        var router = Router<String>()
        router.on(.get, "/api/data", "data")
        router.on(.put, "/faults", "set")
        router.on(.delete, "/faults", "clear")
        router.on(.get, "/status/{code}", "status")
        router.on(.get, "/status/live", "live")
        return router
    }()

    func found(_ resolution: Router<String>.Resolution) -> (String, String, [String: String])? {
        guard case .found(let match) = resolution else { return nil }
        return (match.value, match.pattern, match.parameters)
    }

    @Test func literalPathsAndParameters() throws {
        #expect(found(Self.router.resolve(.get, "/api/data"))?.0 == "data")
        let status = try #require(found(Self.router.resolve(.get, "/status/503")))
        #expect(status == ("status", "/status/{code}", ["code": "503"]))
        #expect(found(Self.router.resolve(.get, "/status/live"))?.0 == "live")
    }

    @Test func headFallsBackToGet() { #expect(found(Self.router.resolve(.head, "/api/data"))?.0 == "data") }

    @Test(arguments: ["/", "/api/data/", "/api", "/status/", "/status/1/2", "/STATUS/1", ""])
    func whatIsNotThereIsNotFound(_ path: String) {
        guard case .notFound = Self.router.resolve(.get, path) else {
            Issue.record("\(path) was found")
            return
        }
    }

    @Test func anotherMethodIsToldWhatIsAllowed() {
        guard case .methodNotAllowed("/faults", "DELETE, OPTIONS, PUT") = Self.router.resolve(.post, "/faults") else {
            Issue.record("wrong resolution")
            return
        }
        guard case .methodNotAllowed(_, "GET, HEAD, OPTIONS") = Self.router.resolve(.put, "/api/data") else {
            Issue.record("wrong resolution")
            return
        }
    }

    /// RFC 3986, 6.2.2: one resource has one path, and an escaped slash is no separator.
    @Test(arguments: [
        ("/%61pi/./x/../data", "/api/data"), ("/../api/data", "/api/data"), ("/status/%35%30%33", "/status/{code}"),
        ("/status/a%2Fb", "/status/{code}"), ("/api%2Fdata", nil), ("/status/..%2Fapi/data", nil),
        ("/status/../faults", nil),
    ])
    func pathsInTheirNormalForm(_ target: String, _ pattern: String?) {
        let path = HTTPRequestHead(method: .get, target: target).path
        #expect(found(Self.router.resolve(.get, path))?.1 == pattern)
    }

    @Test func parametersAreDecoded() {
        #expect(found(Self.router.resolve(.get, "/status/a%2Fb%20c"))?.2 == ["code": "a/b c"])
    }
}
