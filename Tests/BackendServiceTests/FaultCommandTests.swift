import HTTPCore
import Testing

@testable import BackendService
@testable import ServiceKit

@Suite struct FaultCommandTests {
    private func request(_ words: String...) -> AdminCommand.Request? { FaultCommand.faults.request(words) }

    @Test func faultsAreSetClearedAndShown() {
        #expect(
            request("set", "failure_rate=0.6", "latency=lognormal(80ms,0.5)")
                == .init(.put, "/faults", [("failure_rate", "0.6"), ("latency", "lognormal(80ms,0.5)")])
        )
        // A value may have the sign, too.
        #expect(request("set", "flap=a=b") == .init(.put, "/faults", [("flap", "a=b")]))
        #expect(request("clear") == .init(.delete, "/faults"))
        #expect(request("show") == .init(.get, "/faults"))
    }

    @Test func whatIsNoCommandIsNone() {
        #expect(request() == nil)
        #expect(request("set") == nil)
        #expect(request("set", "failure_rate") == nil)
        #expect(request("set", "=1") == nil)
        #expect(request("clear", "latency") == nil)
        #expect(request("show", "all") == nil)
        #expect(request("heal") == nil)
    }
}
