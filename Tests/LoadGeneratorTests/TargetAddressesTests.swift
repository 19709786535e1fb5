import HTTPCore
import Posix
import StructuredLogging
import Testing

@testable import LoadGenerator

@Suite struct TargetAddressesTests {
    private static func addresses(_ ports: UInt16...) -> [SocketAddress] {
        ports.map { SocketAddress(ip: "127.0.0.1", port: $0)! }
    }

    private let full = TargetAddresses()
    private let retry = TargetAddresses()

    private var routes: AddressRoutes {
        AddressRoutes(targets: ["full": full, "retry": retry], logger: Logger(level: .error, sink: NullSink()))
    }

    init() {
        full.resolved(Self.addresses(1))
        retry.resolved(Self.addresses(2))
    }

    @Test func whatIsSetIsUsedInsteadOfWhatIsFound() {
        full.set(Self.addresses(7, 8))
        full.resolved(Self.addresses(9))
        #expect(full.all == Self.addresses(7, 8))
        full.set(nil)
        #expect(full.all == Self.addresses(9))
    }

    @Test func eachAddressComesFirstNowAndThenAndNoneIsLeftOut() {
        full.set(Self.addresses(1, 2, 3))
        let orders = (0..<200).map { _ in full.inTurn() }
        #expect(Set(orders) == [Self.addresses(1, 2, 3), Self.addresses(2, 3, 1), Self.addresses(3, 1, 2)])
    }

    @Test func theFirstFailedLookupInARowIsTold() {
        #expect(full.lookupFailed())
        #expect(!full.lookupFailed())
        #expect(full.all == Self.addresses(1))
        full.resolved(Self.addresses(1))
        #expect(full.lookupFailed())
    }

    @Test func aTargetsAddressesAreSetAndReset() {
        let query = HTTPQuery(parsing: "target=full&address=127.0.0.1:7&address=%5B::1%5D:8")
        #expect(routes.set(query).status == .ok)
        #expect(routes.show(HTTPQuery(parsing: "target=full")).status == .ok)
        #expect(full.all == Self.addresses(7) + [SocketAddress(ip: "::1", port: 8)!])
        #expect(retry.all == Self.addresses(2))
        #expect(routes.reset(HTTPQuery(parsing: "target=full")).status == .ok)
        #expect(full.all == Self.addresses(1))
    }

    @Test(
        arguments: [
            "", "target=full", "target=none&address=127.0.0.1:7", "address=127.0.0.1:7",
            "target=full&address=127.0.0.1", "target=full&address=127.0.0.1:0", "target=full&address=127.0.0.1:65536",
            "target=full&target=retry&address=127.0.0.1:7", "target=full&address=localhost:7", "target=full&address=:7",
            "target=full&address=127.0.0.1:7&adress=x",
        ]
    )
    func whatIsNoAddressIsRefusedAndChangesNothing(query: String) {
        #expect(routes.set(HTTPQuery(parsing: query)).status == .badRequest)
        #expect(full.all == Self.addresses(1))
    }

    @Test(arguments: ["", "target=none", "target=full&address=127.0.0.1:7"])
    func aResetNeedsATarget(query: String) {
        full.set(Self.addresses(7))
        #expect(routes.reset(HTTPQuery(parsing: query)).status == .badRequest)
        #expect(routes.show(HTTPQuery(parsing: query)).status == .badRequest)
        #expect(full.all == Self.addresses(7))
    }
}
