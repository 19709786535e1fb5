import HTTPCore
import ServiceKit

/// `/settings` on the administration port: changes settings of the patterns while they run.
///
/// `PUT /settings?BREAKER_FAIL_MAX=3&RETRY_BUDGET=0.1` sets, all or nothing; `GET` shows what differs from the start,
/// the schedule's changes included; `DELETE` undoes what was set by hand.
struct SettingsRoutes: Sendable {
    let configuration: LiveConfiguration

    var routes: [AdminRoute] {
        [
            AdminRoute(.get, "/settings", isChange: false) { _ in show() },
            AdminRoute(.put, "/settings", isChange: true) { set(HTTPQuery(parsing: $0.head.query ?? "")) },
            AdminRoute(.delete, "/settings", isChange: true) { _ in
                answer { () throws(ConfigurationError) in try configuration.clear() }
            },
        ]
    }

    private func set(_ query: HTTPQuery) -> HTTPResponse {
        guard !query.pairs.isEmpty else {
            let names = ClientSettings.changeable.map(\.name).joined(separator: ", ")
            return .problem(
                .badRequest,
                detail: "nothing to set: give NAME=VALUE as query parameters; NAME is one of \(names)"
            )
        }
        var values: [String: String] = [:]
        for pair in query.pairs {
            guard values.updateValue(pair.value, forKey: pair.name) == nil else {
                return .problem(.badRequest, detail: "\(pair.name) is given more than once")
            }
        }
        return answer { () throws(ConfigurationError) in try configuration.set(values) }
    }

    private func answer(_ body: () throws(ConfigurationError) -> Void) -> HTTPResponse {
        do throws(ConfigurationError) {
            try body()
            return show()
        } catch {
            return .problem(.badRequest, detail: error.description)
        }
    }

    private func show() -> HTTPResponse {
        let entries = configuration.inForce.sorted { $0.key < $1.key }.map { name, value in
            var object = JSONObject()
            object.set("name", name)
            object.set("value", value)
            return object
        }
        var object = JSONObject()
        object.set("changed", entries)
        return object.response(.ok)
    }
}
