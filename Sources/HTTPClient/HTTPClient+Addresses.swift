public import EventLoop
public import HTTPCore
public import Posix

extension HTTPClient {
    /// Sends `request` to the first of a name's `addresses` with which a connection can be made, tried in their order
    /// (RFC 1123 2.3), as ``send(_:to:deadline:over:)`` does. Only what was never sent goes on to the next address.
    ///
    /// - Parameter deadline: when to give up on all of them; an address has `connectTimeout` at most.
    /// - Throws: ``HTTPClientError``, that of the last address tried; `connectFailed` with `EADDRNOTAVAIL` without any.
    public func send(
        _ request: HTTPRequest,
        toFirstOf addresses: some Collection<SocketAddress>,
        deadline: EventLoopClock.Instant,
        over connection: Connection = .pooled
    ) async throws(HTTPClientError) -> HTTPResponse {
        var failure = HTTPClientError(.connectFailed(.noAddress), sent: .nothing)
        for address in addresses {
            do throws(HTTPClientError) {
                return try await send(request, to: address, deadline: deadline, over: connection)
            } catch {
                guard case .connectFailed = error.kind else { throw error }
                failure = error
            }
        }
        throw failure
    }
}
