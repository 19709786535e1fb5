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
}
