import EventLoop
import HTTPClient
import HTTPCore
import Resilience
import ServiceKit

/// The client's answers, each honest about where it came from.
enum Answers {
    /// The backend's own refusal, passed on.
    static func clientError(_ status: HTTPStatus) -> HTTPResponse {
        with(.backend, .problem(status, detail: "the backend answered \(status.code)"))
    }

    /// Nobody was asked: come back later (RFC 9110 10.2.3).
    static func refused(_ reason: String, _ retryAfter: Duration) -> HTTPResponse {
        with(.rejected, .refusal(.serviceUnavailable, detail: reason, retryAfter: retryAfter))
    }

    /// The backend failed: 504 where it was a matter of time, else 502 (RFC 9110 15.6).
    static func failed(_ failure: CallFailure) -> HTTPResponse {
        let isTime =
            switch failure {
            case .deadline: true
            case .transport(let error): error.isTimeout
            case .bulkhead(let reason): reason == .deadline
            case .response, .noEndpoint, .throttled: false
            }
        return with(.error, .problem(isTime ? .gatewayTimeout : .badGateway, detail: failure.text))
    }

    static func with(_ source: ResponseSource, _ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.fields[.xSource] = source.rawValue
        return response
    }
}

/// A good answer in its envelope: where it came from, how many attempts it took, how old it is, and what it holds.
struct Envelope: Sendable {
    let source: ResponseSource
    let attempts: Int
    /// Nil for an answer of now.
    var age: Duration?
    let content: Content

    /// The envelope with nothing but the answer.
    var response: HTTPResponse { close(object) }

    /// The envelope with the optional part, or with a note that it is missing.
    func response(extra: Content?) -> HTTPResponse {
        var object = object
        object.set("partial", extra == nil)
        if let extra {
            Self.set("extra", extra, &object)
        } else {
            object.set("missing", json: Array(#"["extra"]"#.utf8))
        }
        return close(object)
    }

    private var object: JSONObject {
        var object = JSONObject()
        object.set("source", source.rawValue)
        object.set("attempts", attempts)
        if let age { object.set("age_seconds", (age.inSeconds * 1000).rounded() / 1000) }
        Self.set("data", content, &object)
        return object
    }

    private static func set(_ key: StaticString, _ content: Content, _ object: inout JSONObject) {
        if content.isJSON {
            object.set(key, json: content.bytes)
        } else {
            object.set(key, String(decoding: content.bytes, as: UTF8.self))
        }
    }

    /// `Age` says how old the answer is (RFC 9111 5.1).
    private func close(_ object: consuming JSONObject) -> HTTPResponse {
        var response = Answers.with(source, object.response(.ok))
        if let age { response.fields[.age] = "\(Int(age.inSeconds))" }
        return response
    }
}
