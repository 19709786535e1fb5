import Resilience
import TestSupport
import Testing

/// docs/resilience.md quotes what stands between the markers.
@Suite("Examples: endpoints", .timeLimit(.minutes(1)))
struct EndpointExamples {
    private struct Response: Sendable {
        var status: Int
    }

    private let clock = ManualClock()
    private let addresses = ["10.0.0.7:80", "10.0.0.8:80", "10.0.0.9:80"]

    /// One attempt at an endpoint of the set; nil where none admits it.
    private func exchange(
        _ endpoints: EndpointSet<String, ManualClock>,
        _ send: (String) async throws -> Response
    ) async -> Response? {
        var generator = SystemRandomNumberGenerator()
        // example: endpoints-call
        guard let choice = endpoints.choose(using: &generator) else { return nil }
        do {
            let response = try await send(choice.endpoint.id)
            choice.settle(.success, isError: response.status >= 500)  // it answered, so it is not gone
            return response
        } catch {
            choice.settle(Task.isCancelled ? .cancelled : .failure)
            return nil
        }
        // end
    }

    @Test func oneThatIsGoneIsLeftOut() async {
        // example: endpoints
        let endpoints = EndpointSet<String, _>(name: "inventory", clock: clock) { address, event in
            if case .ejected(let ejection) = event { print("\(address) is out for \(ejection.duration)") }
        }
        endpoints.update(["10.0.0.7:80", "10.0.0.8:80", "10.0.0.9:80"])
        // end
        let served = Recorder<String>()
        for _ in 0..<300 {
            _ = await exchange(endpoints) { address in
                if address == "10.0.0.7:80" { throw InventoryDown() }
                served.record(address)
                return Response(status: 200)
            }
        }
        #expect(endpoints.endpoints.map(\.breaker.status) == [.open, .closed, .closed])
        #expect(served.all.count == 295)
    }

    @Test func oneThatIsWorseThanTheRestIsEjected() async {
        // example: endpoints-outliers
        var outliers = OutlierConfiguration()
        outliers.margin = 0.3
        outliers.maximumEjected = 0.34
        let endpoints = EndpointSet<String, _>(name: "inventory", outliers: outliers, clock: clock)
        // end
        endpoints.update(addresses)
        for _ in 0..<300 {
            clock.advance(by: .milliseconds(10))
            _ = await exchange(endpoints) { Response(status: $0 == "10.0.0.7:80" ? 500 : 200) }
        }
        #expect(endpoints.endpoints.map(\.isEjected) == [true, false, false])
        #expect(endpoints.endpoints.map(\.breaker.status) == [.closed, .closed, .closed])
    }

    @Test func aProbeEndsTheOpenTime() async {
        let endpoints = EndpointSet<String, _>(name: "inventory", clock: clock)
        let callBreaker = CircuitBreaker(name: "inventory", clock: clock)
        endpoints.update(["10.0.0.7:80"])
        for _ in 0..<5 { _ = await exchange(endpoints) { _ in throw InventoryDown() } }
        #expect(!endpoints.admits)
        let isHealthy: (String) async -> Bool = { _ in true }
        // example: endpoints-probe
        for address in endpoints.endpointsToProbe(callBreakerOpen: callBreaker.status == .open) {
            guard await isHealthy(address) else { continue }
            endpoints.probeSucceeded(address)  // an open breaker is half-open now: the next call tries
            callBreaker.recover()
        }
        // end
        #expect(endpoints.endpoints[0].breaker.status == .halfOpen)
        #expect(await exchange(endpoints) { _ in Response(status: 200) } != nil)
        #expect(endpoints.endpoints[0].breaker.status == .closed)
    }
}
