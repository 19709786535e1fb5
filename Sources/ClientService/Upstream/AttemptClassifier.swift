import HTTPClient
import HTTPCore
import Posix
import Resilience
import ServiceKit

/// What HTTP says in the words of the patterns. What it means to each of them is ``AttemptEnding``'s to say.
enum AttemptClassifier {
    /// What an attempt came to. A 503 that says when to come back is an endpoint that is shedding.
    static func ending(_ result: Result<HTTPResponse, HTTPClientError>) -> AttemptEnding {
        switch result {
        case .success(let response):
            switch response.status {
            case .badGateway, .gatewayTimeout: .gateway
            case .serviceUnavailable: response.fields.contains(.retryAfter) ? .shedding : .unavailable
            case .tooManyRequests: .tooMany
            default: isFailure(response) ? .error : .answered
            }
        case .failure(let error): ending(error)
        }
    }

    private static func ending(_ error: HTTPClientError) -> AttemptEnding {
        switch error.kind {
        case .cancelled: .cancelled
        case .timedOut: .timedOut
        case .connectFailed where error.isTimeout: .unreachable
        case .connectFailed where isLocal(error): .local
        case .connectFailed(let errno) where errno.name == "ECONNREFUSED": .refused
        case .connectFailed, .reset, .prematureClose, .malformedResponse: .broken
        }
    }

    /// Whether the machine we run on is at fault: it has no descriptor, port or memory left for a connection.
    private static func isLocal(_ error: HTTPClientError) -> Bool {
        guard case .connectFailed(let errno) = error.kind else { return false }
        return ["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"].contains(errno.name)
    }

    /// Whether an answer reports a failure, or is of no use. Client errors are right answers, but 429 is not; nor is a
    /// redirection, which nobody here follows, or JSON that is none.
    private static func isFailure(_ response: HTTPResponse) -> Bool {
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
        let cost = ending(result).retryCost(isQuick: isQuick)
        switch result {
        case .success(let response):
            let repeatable =
                response.status.code >= 500 || repeatableClientErrors.contains(response.status)
                || (200..<300).contains(response.status.code)
            let retryAfter = response.fields[.retryAfter].flatMap(RetryAfter.parse)
            return RetryableFailure(
                isRetryable: repeatable,
                retryAfter: retryAfter.map { .seconds($0.delay(from: now)) },
                cost: cost
            )
        case .failure(let error):
            return RetryableFailure(isRetryable: error.kind != .cancelled, cost: cost)
        }
    }

    /// The 4xx that invite a repetition (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4).
    private static let repeatableClientErrors: [HTTPStatus] = [.requestTimeout, .tooEarly, .tooManyRequests]
}
