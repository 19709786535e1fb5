import HTTPClient
import HTTPCore
import Posix
import Resilience
import ServiceKit

/// What an attempt's result means to the patterns.
enum AttemptClassifier {
    /// To the endpoint's breaker: is the endpoint gone? A 500 proves it alive; so does a 503 that says when to come
    /// back, for that endpoint is shedding.
    static func endpointOutcome(_ result: Result<HTTPResponse, HTTPClientError>) -> CallOutcome {
        switch result {
        case .success(let response):
            switch response.status {
            case .badGateway, .gatewayTimeout: .failure
            case .serviceUnavailable: response.fields.contains(.retryAfter) ? .success : .failure
            default: .success
            }
        case .failure(let error):
            error.kind == .cancelled ? .cancelled : isLocal(error) ? .ignored : .failure
        }
    }

    /// To the comparison of endpoints: did the attempt fail in any way?
    static func isError(_ result: Result<HTTPResponse, HTTPClientError>) -> Bool {
        switch result {
        case .success(let response): isFailure(response)
        case .failure: true
        }
    }

    /// To the limits: did the backend say that it has too much to do, or did it not say anything in time?
    static func isOverload(_ result: Result<HTTPResponse, HTTPClientError>) -> Bool {
        switch result {
        case .success(let response): response.status == .serviceUnavailable || response.status == .tooManyRequests
        case .failure(let error): error.isTimeout
        }
    }

    /// Whether the machine we run on is at fault: it has no descriptor, port or memory left for a connection.
    static func isLocal(_ error: HTTPClientError) -> Bool {
        guard case .connectFailed(let errno) = error.kind else { return false }
        return ["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"].contains(errno.name)
    }

    /// To the call breaker: did the backend fail the call? Client errors are its right answers, but 429 is not; nor is
    /// a redirection, which nobody here follows, or JSON that is none.
    static func isFailure(_ response: HTTPResponse) -> Bool {
        switch response.status.code {
        case 200..<300: !isWellFormed(response)
        case 400..<500: response.status == .tooManyRequests
        default: true
        }
    }

    private static func isWellFormed(_ response: HTTPResponse) -> Bool {
        !Content.isJSON(response) || JSONValidator.isValid(response.body)
    }

    /// To the retry: may it be repeated, when, and what does it cost?
    ///
    /// - Parameter isQuick: whether it failed within half the attempt timeout.
    /// - Parameter now: wall-clock seconds, for a `Retry-After` that is a date.
    static func retryable(
        _ result: Result<HTTPResponse, HTTPClientError>,
        isQuick: Bool,
        now: Int64,
        _ repeatability: Repeatability = .idempotent
    ) -> RetryableFailure {
        let isUnsent = if case .failure(let error) = result { error.sent == .nothing } else { false }
        return retryable(result, isQuick: isQuick, now: now).limited(by: repeatability, isUnsent: isUnsent)
    }

    private static func retryable(
        _ result: Result<HTTPResponse, HTTPClientError>,
        isQuick: Bool,
        now: Int64
    ) -> RetryableFailure {
        switch result {
        case .success(let response):
            let repeatable =
                response.status.code >= 500 || repeatableClientErrors.contains(response.status)
                || (200..<300).contains(response.status.code)
            let retryAfter = response.fields[.retryAfter].flatMap(RetryAfter.parse)
            let isOverload = response.status == .serviceUnavailable || response.status == .tooManyRequests
            return RetryableFailure(
                isRetryable: repeatable,
                retryAfter: retryAfter.map { .seconds($0.delay(from: now)) },
                cost: isOverload || !isQuick ? .overload : .transient
            )
        case .failure(let error):
            switch error.kind {
            case .cancelled: return .final
            case .connectFailed(let errno) where errno.name == "ECONNREFUSED": return RetryableFailure(cost: .transient)
            default: return RetryableFailure(cost: .overload)
            }
        }
    }

    /// The 4xx that invite a repetition (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4).
    private static let repeatableClientErrors: [HTTPStatus] = [.requestTimeout, .tooEarly, .tooManyRequests]
}
