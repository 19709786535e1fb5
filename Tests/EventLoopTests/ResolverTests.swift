import EventLoop
import Posix
import Testing

@Suite struct ResolverTests {
    @Test func numericAddressesNeedNoLookup() async throws {
        let resolver = try Resolver()
        #expect(try await resolver.resolve("127.0.0.1", port: 80).get() == [SocketAddress(ip: "127.0.0.1", port: 80)!])
    }

    @Test func localhostHasALoopbackAddress() async throws {
        let resolver = try Resolver()
        let addresses = try await resolver.resolve("localhost", port: 80).get()
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 80 })
    }

    @Test func aNameThatCannotExistHasNone() async throws {
        let resolver = try Resolver()
        // RFC 6761 6.4 reserves "invalid" for this; without any name server the lookup itself fails.
        let result = await resolver.resolve("name.invalid", port: 80)
        #expect(throws: NameLookup.Failure.self) { try result.get() }
    }
}
