import EventLoop
import HTTPClient
import HTTPCore
import Posix
import TestSupport
import Testing

/// An address that answers nothing: a full backlog drops SYNs, as a partition does.
@Suite(.timeLimit(.minutes(1))) struct UnreachableTests {
    struct Unreachable {
        let group: EventLoopGroup
        let client: HTTPClient
        let connections = Connections()
        let address: SocketAddress
        private let descriptors: [Int32]

        init(connectTimeout: Duration) throws {
            group = try EventLoopGroup(count: 1)
            let listener = try Socket.listen(on: SocketAddress(ip: "127.0.0.1", port: 0)!, backlog: 0)
            address = try Socket.localAddress(listener)!
            descriptors = [try Socket.connect(to: address).release(), listener.release()]
            var configuration = HTTPClientConfiguration()
            configuration.connectTimeout = connectTimeout
            // An attempt that failed must not keep the only place.
            configuration.maxConnections = 1
            client = HTTPClient(configuration, on: group, observer: connections)
        }

        func send(timeout: Duration) async -> HTTPClientError? {
            do throws(HTTPClientError) {
                let deadline = EventLoopClock.Instant.now.advanced(by: timeout)
                _ = try await client.send(HTTPRequest(method: .get, target: "/"), to: address, deadline: deadline)
                return nil
            } catch {
                return error
            }
        }

        func stop() {
            for descriptor in descriptors { _ = FileDescriptor(owning: descriptor) }
            group.shutDown()
        }
    }

    @Test func connectingHasADeadlineOfItsOwnWithinTheRequests() async throws {
        let unreachable = try Unreachable(connectTimeout: .milliseconds(50))
        let own = await unreachable.send(timeout: .seconds(20))
        #expect(own == HTTPClientError(.connectFailed(.timedOut), sent: .nothing))
        #expect(own?.isTimeout == true)
        #expect(await unreachable.send(timeout: .milliseconds(20)) == HTTPClientError(.timedOut, sent: .nothing))
        #expect(unreachable.connections.failed == 2)
        #expect(unreachable.connections.active == 0)
        unreachable.stop()
    }

    @Test func cancellationEndsAnAttemptToConnect() async throws {
        let unreachable = try Unreachable(connectTimeout: .seconds(20))
        let call = Task { await unreachable.send(timeout: .seconds(20)) }
        while unreachable.connections.active == 0 { await Task.yield() }
        call.cancel()
        #expect(await call.value == HTTPClientError(.cancelled, sent: .nothing))
        #expect(unreachable.connections.active == 0)
        unreachable.stop()
    }
}
