import Posix
import Synchronization
import TestSupport
import Testing

@testable import EventLoop

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

    /// Lookups that a test answers, and how many there were.
    final class Lookups: Sendable {
        private let state = Mutex((count: 0, answer: Result<[SocketAddress], NameLookup.Failure>.failure(.notFound)))
        var count: Int { state.withLock { $0.count } }

        func answer(_ result: Result<[SocketAddress], NameLookup.Failure>) { state.withLock { $0.answer = result } }

        func lookUp() -> Result<[SocketAddress], NameLookup.Failure> {
            state.withLock { state in
                state.count += 1
                return state.answer
            }
        }
    }

    @Test func aFailureIsRememberedAndManyAskersMakeOneLookup() async throws {
        let lookups = Lookups()
        let resolver = try Resolver(negativeLifetime: .seconds(60)) { _, _ in lookups.lookUp() }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask { #expect(await resolver.resolve("gone", port: 80) == .failure(.notFound)) }
            }
        }
        #expect(lookups.count == 1)
        // Another name is another question.
        _ = await resolver.resolve("other", port: 80)
        #expect(lookups.count == 2)
    }

    @Test func addressesAreNotRememberedAndAFailureIsForgotten() async throws {
        let lookups = Lookups()
        let address = SocketAddress(ip: "127.0.0.1", port: 80)!
        let resolver = try Resolver(negativeLifetime: .zero) { _, _ in lookups.lookUp() }
        #expect(await resolver.resolve("name", port: 80) == .failure(.notFound))
        lookups.answer(.success([address]))
        for _ in 0..<2 { #expect(await resolver.resolve("name", port: 80) == .success([address])) }
        #expect(lookups.count == 3)
    }

    @Test func theCacheForgetsInTimeAndIsBounded() {
        var cache = NegativeCache<NameLookup.Failure, ManualClock.Instant>(lifetime: .seconds(1), limit: 2)
        func at(_ milliseconds: Int) -> ManualClock.Instant {
            ManualClock.Instant(offset: .milliseconds(milliseconds))
        }
        cache.record(.notFound, for: "a", at: at(0))
        #expect(cache.failure(of: "a", at: at(999)) == .notFound)
        #expect(cache.failure(of: "a", at: at(1000)) == nil)
        cache.record(.notFound, for: "a", at: at(1000))
        cache.record(.notFound, for: "b", at: at(1001))
        cache.record(.notFound, for: "c", at: at(1002))
        #expect(cache.count == 2)
        #expect(cache.failure(of: "a", at: at(1003)) == nil)
        #expect(cache.failure(of: "c", at: at(1003)) == .notFound)
    }
}
