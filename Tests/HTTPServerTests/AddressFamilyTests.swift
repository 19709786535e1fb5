import HTTPCore
import HTTPServer
import Posix
import Testing

@Suite(.timeLimit(.minutes(1))) struct AddressFamilyTests {
    /// False in a container without IPv6; the tests below are reported as skipped then.
    static let hasIPv6 = (try? Socket.listen(on: SocketAddress(ip: "::1", port: 0)!)) != nil

    static let peer: HTTPHandler = { .text(.ok, $0.peer?.ip ?? "?") }
    static let get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    @Test(.enabled(if: hasIPv6, "this machine has no IPv6"))
    func theUnspecifiedAddressServesBothFamilies() async throws {
        let harness = try ServerHarness(
            configure: { $0.address = SocketAddress(ip: "::", port: 0)! },
            handler: Self.peer
        )
        for ip in ["127.0.0.1", "::1"] {
            let address = try #require(SocketAddress(ip: ip, port: harness.address.port))
            // The peer's IPv4 address is shown as one, although the socket has it mapped into IPv6.
            #expect(try await harness.exchange(Self.get, at: address).hasSuffix("\r\n\r\n\(ip)"))
        }
        await harness.stop()
    }

    @Test(.enabled(if: hasIPv6, "this machine has no IPv6"))
    func anIPv6AddressServesThatOneOnly() async throws {
        let harness = try ServerHarness(
            configure: { $0.address = SocketAddress(ip: "::1", port: 0)! },
            handler: Self.peer
        )
        #expect(harness.address.description == "[::1]:\(harness.address.port)")
        #expect(try await harness.exchange(Self.get).hasSuffix("\r\n\r\n::1"))
        let other = try #require(SocketAddress(ip: "127.0.0.1", port: harness.address.port))
        await #expect(throws: (any Error).self) { _ = try await harness.exchange(Self.get, at: other) }
        await harness.stop()
    }
}
