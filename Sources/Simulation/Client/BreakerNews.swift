import Resilience

/// What a client's breakers and comparison of endpoints have to tell, until the client reads it.
///
/// `@unchecked Sendable`: a pattern calls its observer in the call that caused the event, and a simulation is one thread.
final class BreakerNews: @unchecked Sendable {
    enum Item {
        /// The call breaker where `endpoint` is nil.
        case moved(endpoint: Int?, from: BreakerStatus, to: BreakerStatus, openFor: Duration?)
        case ejected(endpoint: Int)
        case readmitted(endpoint: Int)
    }

    private(set) var items: [Item] = []

    var isEmpty: Bool { items.isEmpty }

    func note(_ transition: BreakerTransition, of endpoint: Int?) {
        items.append(
            .moved(endpoint: endpoint, from: transition.from, to: transition.to, openFor: transition.openDuration)
        )
    }

    func note(_ event: EndpointEvent, of endpoint: Int) {
        switch event {
        case .breaker(let event): note(event.transition, of: endpoint)
        case .ejected: items.append(.ejected(endpoint: endpoint))
        case .readmitted: items.append(.readmitted(endpoint: endpoint))
        }
    }

    func clear() { items.removeAll(keepingCapacity: true) }
}
