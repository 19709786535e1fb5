import EventLoop
import Posix

/// The addresses of the server's name on one loop. Confined to its loop.
///
/// A name is looked up on the resolver's thread, once at a time and only when a new connection is made. Addresses that
/// are known are used while newer ones are looked up, and for as long as the lookup fails, as an address that may be old
/// is worth more than none (RFC 8767).
// @unchecked: confined to the loop's thread; the lookup's task runs there too.
final class AddressCache: @unchecked Sendable {
    private let host: String
    private let port: UInt16
    private let lifetime: Duration
    private let resolver: Resolver
    private var known: [SocketAddress] = []
    private var freshUntil = EventLoopClock.Instant(nanoseconds: .min)
    private var failure = NameLookup.Failure.notFound
    private var isLookingUp = false
    private var line: [Waiter] = []

    init(url: RedisURL, lifetime: Duration, resolver: Resolver) {
        (host, port) = (url.host, url.port)
        self.lifetime = lifetime
        self.resolver = resolver
        if let address = SocketAddress(ip: host, port: port) {
            known = [address]
            freshUntil = .distantFuture
        }
    }

    /// The addresses, in the order in which to try them; never empty. Waits only where none is known.
    func addresses(for call: RedisCall) async throws(RedisError) -> [SocketAddress] {
        if freshUntil <= .now { lookUp(on: call.loop) }
        if known.isEmpty {
            let waiter = Waiter()
            line.append(waiter)
            defer { line.removeAll { $0 === waiter } }
            try await waiter.wait(for: call)
            if known.isEmpty { throw RedisError(.unresolvedName(failure)) }
        }
        return known
    }

    private func lookUp(on loop: EventLoop) {
        if isLookingUp { return }
        isLookingUp = true
        loop.spawn {
            let result = await self.resolver.resolve(self.host, port: self.port)
            self.isLookingUp = false
            switch result {
            case .success(let addresses):
                self.known = addresses
                self.freshUntil = .now.advanced(by: self.lifetime)
            case .failure(let failure):
                self.failure = failure
            }
            for waiter in self.line { waiter.resume() }
        }
    }
}
