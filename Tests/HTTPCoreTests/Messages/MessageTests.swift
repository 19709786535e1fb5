import HTTPCore
import Testing

@Suite("Messages")
struct MessageTests {
    @Test("methods by name, and what they promise")
    func methods() {
        for method in HTTPMethod.registered {
            #expect(HTTPMethod(token: method.name) == method)
        }
        #expect(HTTPMethod(token: "get") == .other("get"))
        #expect(HTTPMethod(token: "PURGE")?.isIdempotent == false)
        for token in ["", "GET ", "G\r", "\u{E9}"] { #expect(HTTPMethod(token: token) == nil) }
        #expect(HTTPMethod.registered.filter(\.isSafe) == [.get, .head, .options, .trace])
        #expect(HTTPMethod.registered.filter(\.isIdempotent) == [.get, .head, .put, .delete, .options, .trace])
    }

    @Test("status codes: range, class, reason, content")
    func statuses() {
        #expect(HTTPStatus(code: 99) == nil)
        #expect(HTTPStatus(code: 600) == nil)
        #expect((100...599).compactMap(HTTPStatus.init(code:)).count == 500)
        #expect([100, 299, 304, 404, 599].map { ($0 as HTTPStatus).codeClass } == ["1xx", "2xx", "3xx", "4xx", "5xx"])
        #expect(HTTPStatus.serviceUnavailable.description == "503 Service Unavailable")
        #expect((299 as HTTPStatus).description == "299")
        #expect([HTTPStatus.continue, .noContent, .notModified].filter(\.forbidsBody).count == 3)
        #expect(!HTTPStatus.ok.forbidsBody)
    }

    @Test("path, query and authority of a target that is accepted", arguments: TargetCases.all)
    func targets(_ example: TargetCase) {
        let head = HTTPRequestHead(method: .get, target: example.target, fields: [.host: "a"])
        #expect(head.path == example.path)
        #expect(head.query == example.query)
        #expect(head.authority == example.authority)
        #expect(HTTPRequestHead(method: .get, target: example.path).path == example.path)
    }

    @Test(
        "path and query of any other target",
        arguments: [
            ("", "/", nil), ("*", "*", nil), ("/a%20b?x=1#f", "/a%20b", "x=1"), ("/a#f?x", "/a", nil),
            ("/%/%4/%zz", "/%25/%254/%25zz", nil), ("/%%44c", "/%25Dc", nil), ("/%c0%ae", "/%C0%AE", nil),
            ("a/../b", "a/../b", nil),
        ] as [(String, String, String?)]
    )
    func otherTargets(_ target: String, _ path: String, _ query: String?) {
        let head = HTTPRequestHead(method: .get, target: target)
        #expect(head.path == path)
        #expect(head.query == query)
        #expect(head.authority == nil)
    }

    @Test("a segment is decoded to text, an escaped slash included")
    func segments() {
        #expect(HTTPPath.decode(segment: "a%2Fb%C3%A9+") == "a/b\u{E9}+")
        #expect(HTTPPath.decode(segment: "%zz%FF") == "%zz\u{FFFD}")
    }

    @Test(
        "persistence by version and Connection (RFC 9112, 9.3)",
        arguments: [
            (.http11, nil, true), (.http11, "close", false), (.http11, "Close, x", false), (.http11, "x", true),
            (.http10, nil, false), (.http10, "Keep-Alive", true), (.http10, "keep-alive, close", false),
        ] as [(HTTPVersion, String?, Bool)]
    )
    func persistence(_ version: HTTPVersion, _ connection: String?, _ expected: Bool) {
        var fields = HTTPFields()
        fields[.connection] = connection
        #expect(HTTPRequestHead(method: .get, target: "/", version: version, fields: fields).keepAlive == expected)
        #expect(HTTPResponseHead(status: .ok, version: version, fields: fields).keepAlive == expected)
    }

    @Test("problem details (RFC 9457) escape what they are given")
    func problems() {
        let problem = HTTPResponse.problem(.serviceUnavailable, title: "a\"b", detail: "c\\d\n")
        #expect(problem.status == .serviceUnavailable)
        #expect(problem.fields[.contentType] == "application/problem+json")
        #expect(
            String(decoding: problem.body, as: UTF8.self)
                == #"{"type":"about:blank","title":"a\"b","status":503,"detail":"c\\d\n"}"#
        )
        #expect(
            String(decoding: HTTPResponse.problem(.notFound).body, as: UTF8.self)
                == #"{"type":"about:blank","title":"Not Found","status":404}"#
        )
    }

    @Test("responses of JSON and of text name their type")
    func contentTypes() {
        #expect(HTTPResponse.json(.ok, "{}").fields[.contentType] == "application/json")
        #expect(HTTPResponse.text(.ok, "h\u{E9}").fields[.contentType] == "text/plain; charset=utf-8")
        #expect(HTTPResponse.text(.ok, "h\u{E9}").body == [0x68, 0xC3, 0xA9])
    }
}
