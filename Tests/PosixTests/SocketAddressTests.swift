import Posix
import Testing

@Suite struct SocketAddressTests {
    @Test(arguments: [("127.0.0.1", "127.0.0.1:80"), ("0.0.0.0", "0.0.0.0:80"), ("::1", "[::1]:80"), ("::", "[::]:80")])
    func parsesAndPrints(_ ip: String, _ text: String) throws {
        #expect(try #require(SocketAddress(ip: ip, port: 80)).description == text)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "[::1]", ":::"])
    func refusesWhatIsNoNumericAddress(_ ip: String) { #expect(SocketAddress(ip: ip, port: 1) == nil) }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("0.0.0.0", false), ("10.0.0.1", false), ("::", false),
    ])
    func knowsLoopback(_ ip: String, _ expected: Bool) throws {
        #expect(try #require(SocketAddress(ip: ip, port: 1)).isLoopback == expected)
    }

    @Test func anIPv4AddressMappedIntoIPv6IsTheIPv4Address() {
        #expect(SocketAddress(ip: "::ffff:10.1.2.3", port: 80) == SocketAddress(ip: "10.1.2.3", port: 80))
        #expect(SocketAddress(ip: "::ffff:127.0.0.1", port: 80)?.isLoopback == true)
        #expect(SocketAddress(ip: "::fffe:a01:203", port: 80)?.description == "[::fffe:a01:203]:80")
    }

    @Test func equalityIsByAddressAndPort() {
        #expect(SocketAddress(ip: "127.0.0.1", port: 1) == SocketAddress(ip: "127.0.0.1", port: 1))
        #expect(SocketAddress(ip: "127.0.0.1", port: 1) != SocketAddress(ip: "127.0.0.1", port: 2))
        #expect(SocketAddress(ip: "127.0.0.1", port: 1)?.withPort(2) == SocketAddress(ip: "127.0.0.1", port: 2))
    }
}
