import Testing

@testable import Simulation

@Suite("Fault timeline")
struct FaultTimelineTests {
    private func steps(_ faults: Fault...) -> [String] {
        FaultTimeline(faults).steps.map { "\($0.time / 1_000_000) \($0.endpoint) \($0.change)" }
    }

    @Test("A fault begins and ends at each of its endpoints")
    func plain() {
        let fault = Fault(.errors(0.5), endpoints: [0, 2], from: .milliseconds(10), to: .milliseconds(30))
        #expect(
            steps(fault) == [
                "10 0 errors(0.5, true)", "10 2 errors(0.5, true)", "30 0 errors(0.5, false)",
                "30 2 errors(0.5, false)",
            ]
        )
    }

    @Test("A crash loop goes down and up until its end")
    func crashLoop() {
        let kind = Fault.Kind.crashLoop(down: .milliseconds(5), up: .milliseconds(10))
        let found = steps(Fault(kind, endpoints: [1], from: .zero, to: .milliseconds(33)))
        #expect(
            found == [
                "0 1 down(true)", "5 1 down(false)", "15 1 down(true)", "20 1 down(false)", "30 1 down(true)",
                "33 1 down(false)",
            ]
        )
    }

    @Test("A rolling restart takes one endpoint after the other, and ends with the last")
    func rollingRestart() {
        let kind = Fault.Kind.rollingRestart(down: .milliseconds(5))
        let fault = Fault(kind, endpoints: [2, 0], from: .milliseconds(1), to: .seconds(1))
        #expect(steps(fault) == ["1 2 down(true)", "6 2 down(false)", "6 0 down(true)", "11 0 down(false)"])
        #expect(FaultTimeline([fault]).end == 11_000_000)
    }

    @Test("Two outages of one endpoint at a time end with the later one")
    func overlapping() {
        var endpoint = SimulatedEndpoint(EndpointModel(), seed: 1, place: 0)
        endpoint.apply(.down(true))
        endpoint.apply(.down(true))
        endpoint.apply(.down(false))
        #expect(endpoint.isDown)
        endpoint.apply(.down(false))
        #expect(!endpoint.isDown)
    }

    @Test("Of two error rates or slownesses the later counts, and the end of one leaves the other")
    func overlappingKinds() {
        var model = EndpointModel()
        model.serviceTime = .constant(.milliseconds(1))
        var endpoint = SimulatedEndpoint(model, seed: 1, place: 0)
        for change in [FaultChange.errors(0.25, true), .slow(3, true), .errors(0.5, true), .slow(5, true)] {
            endpoint.apply(change)
        }
        #expect(endpoint.errorRate == 0.5)
        #expect(endpoint.draw() == 5_000_000)
        endpoint.apply(.errors(0.25, false))
        endpoint.apply(.slow(5, false))
        #expect(endpoint.errorRate == 0.5)
        #expect(endpoint.draw() == 3_000_000)
        endpoint.apply(.errors(0.5, false))
        endpoint.apply(.slow(3, false))
        #expect(endpoint.errorRate == 0)
        #expect(endpoint.draw() == 1_000_000)
    }

    @Test("A partition cuts off the clients it names")
    func partition() {
        var endpoint = SimulatedEndpoint(EndpointModel(), seed: 1, place: 0)
        endpoint.apply(.cut(2..<4, true))
        #expect((0..<6).map { endpoint.isCut(from: $0) } == [false, false, true, true, false, false])
        endpoint.apply(.cut(nil, true))
        #expect(endpoint.isCut(from: 0))
        endpoint.apply(.cut(nil, false))
        endpoint.apply(.cut(2..<4, false))
        #expect(!endpoint.isCut(from: 2))
    }
}
