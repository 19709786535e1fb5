import EventLoop
import HTTPClient
import HTTPCore
import Posix
import Resilience
import ServiceKit

/// The backend as this client sees it: its endpoints, and how one attempt reaches one of them.
///
/// Thread-safe.
struct Backend: Sendable {
    typealias Endpoints = EndpointSet<SocketAddress, EventLoopClock>

    /// The upstream's name in metrics and logs.
    static let name = "backend"

    let endpoints: Endpoints
    let client: HTTPClient
    let metrics: HTTPClientMetrics
    /// The value of the `Host` field.
    let authority: String

    /// What one attempt sends along.
    struct Attempt: Sendable {
        let target: String
        let number: Int
        let trace: TraceContext
        /// What the request's caller sent along with its trace.
        let traceState: TraceState?
        let start: EventLoopClock.Instant
        let deadline: EventLoopClock.Instant
    }

    /// Sends one attempt to one endpoint.
    func send(_ attempt: Attempt, to address: SocketAddress) async -> Result<HTTPResponse, HTTPClientError> {
        var fields = HTTPFields()
        fields.append(.host, authority)
        fields.append(.traceparent, attempt.trace.traceparent)
        if let state = attempt.traceState { fields.append(.tracestate, state.text) }
        let remaining = attempt.deadline.nanoseconds - attempt.start.nanoseconds
        fields.append(.xRequestDeadlineMs, String(max(0, remaining / 1_000_000)))
        if attempt.number > 1 { fields.append(.xRetryAttempt, String(attempt.number - 1)) }
        let request = HTTPRequest(method: .get, target: attempt.target, fields: fields)
        let result: Result<HTTPResponse, HTTPClientError>
        do throws(HTTPClientError) {
            result = .success(try await client.send(request, to: address, deadline: attempt.deadline))
        } catch {
            result = .failure(error)
        }
        metrics.attemptEnded(result, seconds: attempt.start.seconds(to: .now), trace: attempt.trace.reference)
        return result
    }

    /// Asks an endpoint over a new connection whether it is ready: true for 200.
    func probe(_ address: SocketAddress, timeout: Duration) async -> Bool {
        let request = HTTPRequest(method: .get, target: "/readyz", fields: [.host: authority])
        do throws(HTTPClientError) {
            let deadline = EventLoopClock.Instant.now.advanced(by: timeout)
            return try await client.send(request, to: address, deadline: deadline, over: .fresh).status == .ok
        } catch {
            return false
        }
    }
}
