import HTTPClient
import HTTPCore
import Posix
import Resilience
import ServiceKit
import StructuredLogging

/// One attempt that was made at one endpoint, and what came of it.
struct SentAttempt: Sendable {
    /// 1 for the first.
    let number: Int
    let kind: AttemptKind
    let address: SocketAddress
    /// The attempt's own span, which the backend's is a child of.
    let trace: TraceContext
    let result: Result<HTTPResponse, HTTPClientError>
    /// What the result is to the patterns.
    let ending: AttemptEnding
    let duration: Duration

    /// The attempt's line, a child of the request's span, for those who follow one request through all services. Of the
    /// failed ones that are followed by another `retry.attempt` speaks at the level that is usual.
    func log(for context: ServiceContext, to logger: Logger) {
        logger.debug(event: "attempt.ended", "an attempt at the backend ended") { fields in
            context.setTrace(&fields, ofChild: trace)
            fields.set("upstream", Backend.name)
            fields.set("address", address.description)
            fields.set("attempt", number)
            fields.set("kind", kind.rawValue)
            fields.set("duration_ms", duration.roundedMilliseconds)
            switch result {
            case .success(let response):
                fields.set("status", response.status.code)
            case .failure(let error):
                fields.set("error_type", error.type)
                fields.set("error", error.description)
            }
        }
    }
}
