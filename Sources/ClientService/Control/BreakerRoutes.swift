import EventLoop
import HTTPCore
import Posix
import Resilience
import ServiceKit

/// `/breaker` on the administration port: shows the breakers, and commands them.
///
/// `PUT /breaker?command=force_open&scope=endpoint&address=10.0.0.7:8080`: the command is `force_open`, `disable`,
/// `metrics_only` or `reset`; without a scope it goes to the call breaker, without an address to every endpoint's.
struct BreakerRoutes: Sendable {
    let callBreaker: CircuitBreaker<EventLoopClock>?
    /// Nil where the mode asks no endpoint's breaker.
    let endpoints: Backend.Endpoints?

    var routes: [AdminRoute] {
        [
            AdminRoute(.get, "/breaker", isChange: false) { _ in show() },
            AdminRoute(.put, "/breaker", isChange: true) { command(HTTPQuery(parsing: $0.head.query ?? "")) },
        ]
    }

    private typealias Named = (breaker: CircuitBreaker<EventLoopClock>, scope: BreakerScope, address: String)

    private var all: [Named] {
        (callBreaker.map { [($0, BreakerScope.call, "")] } ?? [])
            + (endpoints?.endpoints.map { ($0.breaker, BreakerScope.endpoint, $0.id.description) } ?? [])
    }

    private func show() -> HTTPResponse {
        let entries = all.map { entry in
            var object = JSONObject()
            let snapshot = entry.breaker.snapshot()
            object.set("breaker", entry.breaker.name)
            object.set("scope", entry.scope.rawValue)
            if !entry.address.isEmpty { object.set("address", entry.address) }
            object.set("state", snapshot.status.rawValue)
            object.set("state_seconds", (snapshot.timeInStatus.inSeconds * 1000).rounded() / 1000)
            object.set("calls", snapshot.counts.calls)
            object.set("failures", snapshot.counts.failures)
            object.set("slow_calls", snapshot.counts.slowCalls)
            object.set("consecutive_failures", snapshot.counts.consecutiveFailures)
            return object
        }
        var object = JSONObject()
        object.set("breakers", entries)
        return object.response(.ok)
    }

    private func command(_ query: HTTPQuery) -> HTTPResponse {
        let known: Set<String> = ["command", "scope", "address"]
        guard let name = query["command"], let command = BreakerCommand(rawValue: name),
            query.pairs.allSatisfy({ known.contains($0.name) }), Set(query.pairs.map(\.name)).count == query.pairs.count
        else {
            let commands = BreakerCommand.allCases.map(\.rawValue).joined(separator: ", ")
            return .problem(.badRequest, detail: "give ?command=\(commands) and, if you like, scope and address")
        }
        let scopeText = query["scope"] ?? (query["address"] == nil ? "call" : "endpoint")
        guard let scope = BreakerScope(rawValue: scopeText) else {
            return .problem(.badRequest, detail: "the scope is call or endpoint")
        }
        let meant = all.filter { $0.scope == scope && (query["address"] == nil || $0.address == query["address"]) }
        guard !meant.isEmpty else {
            return .problem(.notFound, detail: "there is no such breaker: GET /breaker shows those there are")
        }
        for entry in meant { entry.breaker.force(command) }
        return show()
    }
}
