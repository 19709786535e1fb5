import EventLoop
import HTTPCore
import HTTPServer
import Posix
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LateConnectionTests {
    /// Whoever has connected when a drain begins is taken in; but without a request there was nothing to finish.
    @Test func aConnectionWithoutARequestIsNotCountedAsFinished() async throws {
        let server = Mutex<HTTPServer?>(nil)
        let late = Mutex<Int32?>(nil)
        let outcome = Mutex<DrainOutcome?>(nil)
        let drained = Signal()
        let harness = try ServerHarness { _ in
            guard let loop = EventLoop.current, let server = server.withLock({ $0 }) else { return .text(.ok, "") }
            do throws(Errno) {
                // The kernel completes this by itself: the server's loop, which runs this, has not accepted it yet.
                let descriptor = try Socket.connect(to: server.address).release()
                late.withLock { $0 = descriptor }
            } catch {
                return .text(.internalServerError, error.description)
            }
            // On this loop, and so begun before it looks at its sockets again.
            loop.spawn {
                let result = await server.drain(timeout: .seconds(20))
                outcome.withLock { $0 = result }
                drained.set()
            }
            for _ in 0..<4 { await Task.yield() }
            return .text(.ok, "done")
        }
        server.withLock { $0 = harness.server }
        #expect(try await harness.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").hasSuffix("done"))
        await drained.wait()
        #expect(outcome.withLock { $0 } == DrainOutcome(finished: 1, cut: 0))
        #expect(harness.events.opened == 2)
        server.withLock { $0 = nil }
        if let descriptor = late.withLock({ $0 }) { _ = FileDescriptor(owning: descriptor) }
        await harness.stop()
    }
}
