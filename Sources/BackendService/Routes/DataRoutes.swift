import EventLoop
import HTTPCore
import ServiceKit
import Synchronization

/// The routes of the application port.
final class DataRoutes: Sendable {
    private let instance: String
    private let serviceTime: Duration
    private let clock: EventLoopClock
    private let sequence = Atomic<Int>(0)

    private static let longestDelay: Duration = .seconds(60)

    init(instance: String, serviceTime: Duration, clock: EventLoopClock) {
        self.instance = instance
        self.serviceTime = serviceTime
        self.clock = clock
    }

    var routes: [Route] {
        [
            Route(.get, "/") { _ in self.about() },
            Route(.get, "/api/data") { _ in await self.data("data") },
            Route(.get, "/api/extra") { _ in await self.data("extra") },
            Route(.get, "/status/{code}") { context in Self.status(context.parameters["code"] ?? "") },
            Route(.get, "/delay/{duration}") { context in await self.delay(context.parameters["duration"] ?? "") },
        ]
    }

    private func about() -> HTTPResponse {
        var object = JSONObject()
        object.set("service", "backend-service")
        object.set("instance", instance)
        object.set("version", BuildInformation.version)
        object.set("summary", "answers with data, and simulates failure: try /api/data")
        return object.response(.ok)
    }

    private func data(_ kind: String) async -> HTTPResponse {
        if serviceTime > .zero {
            do {
                try await clock.sleep(until: .now.advanced(by: serviceTime))
            } catch {
                return .problem(.serviceUnavailable, detail: "the caller has gone")
            }
        }
        var object = JSONObject()
        object.set("kind", kind)
        object.set("instance", instance)
        object.set("sequence", sequence.wrappingAdd(1, ordering: .relaxed).newValue)
        return object.response(.ok)
    }

    private static func status(_ text: String) -> HTTPResponse {
        guard let code = NumberText.parseInteger(text), (200...599).contains(code), let status = HTTPStatus(code: code)
        else {
            return .problem(.badRequest, detail: "the code must be a whole number from 200 to 599")
        }
        var object = JSONObject()
        object.set("status", code)
        return object.response(status)
    }

    private func delay(_ text: String) async -> HTTPResponse {
        guard let duration = DurationText.parse(text), duration <= Self.longestDelay else {
            return .problem(.badRequest, detail: "the delay must be a duration up to 1m, such as 250ms")
        }
        do {
            try await clock.sleep(until: .now.advanced(by: duration))
        } catch {
            return .problem(.serviceUnavailable, detail: "the caller has gone")
        }
        var object = JSONObject()
        object.set("delayed_ms", duration.inSeconds * 1e3)
        return object.response(.ok)
    }
}
