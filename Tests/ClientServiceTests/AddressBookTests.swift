import EventLoop
import HTTPCore
import Posix
import PrometheusMetrics
import StructuredLogging
import Synchronization
import TestSupport
import Testing

@testable import ClientService
@testable import ServiceKit

@Suite(.timeLimit(.minutes(1))) struct AddressBookTests {
    private final class Lines: LogSink {
        private let recorded = Mutex<[String]>([])
        var all: [String] { recorded.withLock { $0 } }
        func write(_ line: [UInt8]) { recorded.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        func flush() {}
    }

    /// What a name resolves to, one lookup after the other; the last answer stays.
    private final class Name: Sendable {
        private let answers: Mutex<[Result<[SocketAddress], NameLookup.Failure>]>
        init(_ answers: [Result<[SocketAddress], NameLookup.Failure>]) { self.answers = Mutex(answers) }
        func lookUp() -> Result<[SocketAddress], NameLookup.Failure> {
            answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }

    @Test func aNameThatStopsResolvingKeepsItsAddressesAndIsSaidOnce() async throws {
        let addresses = ["10.0.0.1", "10.0.0.2"].map { SocketAddress(ip: $0, port: 80)! }
        let down = Result<[SocketAddress], NameLookup.Failure>.failure(.failed("server failure"))
        let name = Name([.success(addresses), down, down, down, .success([addresses[0]])])
        let lines = Lines()
        let seen = Mutex<[[SocketAddress]]>([])
        let done = Signal()
        let group = try EventLoopGroup(count: 1)
        let book = try AddressBook(
            backends: [try HTTPURL("http://backend"), try HTTPURL("http://127.0.0.1:9")],
            refresh: .milliseconds(1),
            clock: group.clock,
            registry: MetricRegistry(),
            logger: Logger(level: .info, sink: lines),
            resolver: try Resolver(negativeLifetime: .zero) { _, _ in name.lookUp() }
        )
        let task = group.loops[0].spawn {
            await book.run { all in
                let count = seen.withLock { seen in
                    seen.append(all)
                    return seen.count
                }
                if count == 5 { done.set() }
            }
        }
        await done.wait()
        task.cancel()
        await task.value
        let literal = try #require(SocketAddress(ip: "127.0.0.1", port: 9))
        let expected = [[SocketAddress]](repeating: addresses + [literal], count: 4) + [[addresses[0], literal]]
        #expect(seen.withLock { Array($0.prefix(5)) } == expected)
        #expect(lines.all.count { $0.contains("dns.failed") && $0.contains("\"kept_addresses\":2") } == 1)
        #expect(lines.all.count { $0.contains("dns.recovered") } == 1)
        group.shutDown()
    }
}
