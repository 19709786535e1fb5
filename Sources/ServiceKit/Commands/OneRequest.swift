import EventLoop
import HTTPClient
import HTTPCore
import Posix
import Synchronization

/// One request of a program that does nothing else: it blocks its thread until there is an answer, or none.
enum OneRequest {
    /// Sends a request over a connection of its own, to the first of `addresses` that takes one.
    ///
    /// - Throws: ``Errno`` where the system has no descriptor or thread left.
    static func send(
        _ message: HTTPRequest,
        toFirstOf addresses: [SocketAddress],
        timeout: Duration
    ) throws(Errno) -> Result<HTTPResponse, HTTPClientError> {
        let group = try EventLoopGroup(count: 1, name: "command")
        defer { group.shutDown() }
        let client = HTTPClient(on: group, observer: SilentObserver())
        let finished = try Latch()
        let answer = Mutex<Result<HTTPResponse, HTTPClientError>>(.failure(HTTPClientError(.cancelled, sent: .nothing)))
        let deadline = EventLoopClock.Instant.now.advanced(by: timeout)
        withExtendedLifetime(
            group.loops[0].spawn {
                let result: Result<HTTPResponse, HTTPClientError>
                do throws(HTTPClientError) {
                    let response = try await client.send(
                        message,
                        toFirstOf: addresses,
                        deadline: deadline,
                        over: .fresh
                    )
                    result = .success(response)
                } catch {
                    result = .failure(error)
                }
                answer.withLock { $0 = result }
                finished.open()
            }
        ) { finished.wait() }
        return answer.withLock { $0 }
    }

    /// One connection, which nobody watches.
    private struct SilentObserver: HTTPClientObserver {
        func connectionAttempted(succeeded: Bool) {}
        func connectionsChanged(idle: Int, active: Int) {}
    }
}
