import EventLoop
import HTTPClient
import HTTPCore
import Resilience
import ServiceKit

/// The client's answers, each honest about where it came from.
enum Answers {
    static func fresh(_ content: Content, attempts: Int) -> HTTPResponse {
        envelope(.backend, attempts: attempts, content)
    }

    /// `Age` says how old the answer is (RFC 9111 5.1).
    static func stale(_ content: Content, age: Duration, attempts: Int) -> HTTPResponse {
        var response = envelope(.stale, attempts: attempts, content, ageSeconds: age.inSeconds)
        response.fields[.age] = "\(Int(age.inSeconds))"
        return response
    }

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
            case .response, .noEndpoint: false
            }
        return with(.error, .problem(isTime ? .gatewayTimeout : .badGateway, detail: failure.text))
    }

    private static func envelope(
        _ source: AnswerSource,
        attempts: Int,
        _ content: Content,
        ageSeconds: Double? = nil
    ) -> HTTPResponse {
        var object = JSONObject()
        object.set("source", source.rawValue)
        object.set("attempts", attempts)
        if let ageSeconds { object.set("age_seconds", (ageSeconds * 1000).rounded() / 1000) }
        if content.isJSON {
            object.set("data", json: content.bytes)
        } else {
            object.set("data", String(decoding: content.bytes, as: UTF8.self))
        }
        return with(source, object.response(.ok))
    }

    private static func with(_ source: AnswerSource, _ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.fields[.xSource] = source.rawValue
        return response
    }
}
