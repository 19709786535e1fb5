import HTTPCore
import HTTPServer
import ServiceKit

/// The routes of the application port.
struct ClientRoutes: Sendable {
    let mode: ResilienceMode
    let data: DataRoute
    let composite: CompositeRoute

    var routes: [Route] {
        [
            Route(.get, "/") { _ in about() },
            Route(.get, "/api/data") { await data.handle($0) },
            Route(.get, "/api/composite") { await composite.handle($0) },
        ]
    }

    private func about() -> HTTPResponse {
        var object = JSONObject()
        object.set("service", "client-service")
        object.set("mode", mode.rawValue)
        object.set("version", BuildInformation.version)
        object.set("summary", "calls the backend through resilience patterns: try /api/data and /api/composite")
        return object.response(.ok)
    }
}
