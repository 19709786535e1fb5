import HTTPCore
import ServiceKit
import StructuredLogging

/// `/rate` on the administration port: shows the rate, multiplies it, and sets it back to `RATE`.
struct RateRoutes: Sendable {
    let rate: LoadRate
    let logger: Logger

    var routes: [AdminRoute] {
        [
            AdminRoute(.get, "/rate", isChange: false) { _ in json.response(.ok) },
            AdminRoute(.put, "/rate", isChange: true) { set(HTTPQuery(parsing: $0.head.query ?? "")) },
            AdminRoute(.delete, "/rate", isChange: true) { _ in
                rate.reset()
                return changed()
            },
        ]
    }

    /// Multiplies the rate by the query's `factor`.
    func set(_ query: HTTPQuery) -> HTTPResponse {
        guard query.pairs.count == 1, let factor = query["factor"].flatMap(NumberText.parse) else {
            return Self.refusal("give ?factor= and a number from \(Self.range)")
        }
        guard rate.multiply(by: factor) else {
            return Self.refusal(
                "factor must be a number from \(Self.range) that keeps the rate, \(NumberText.format(rate.base)) times "
                    + "the factor, in the range of RATE"
            )
        }
        return changed()
    }

    private func changed() -> HTTPResponse {
        logger.info(event: "load.rate_changed", "the rate of all targets changed") { fields in
            fields.set("rate", rate.current)
            fields.set("factor", rate.factor)
        }
        return json.response(.ok)
    }

    private var json: JSONObject {
        var object = JSONObject()
        object.set("rate", rate.current)
        object.set("base", rate.base)
        object.set("factor", rate.factor)
        return object
    }

    private static let range =
        "\(NumberText.format(LoadRate.factors.lowerBound)) to \(NumberText.format(LoadRate.factors.upperBound))"

    private static func refusal(_ detail: String) -> HTTPResponse { .problem(.badRequest, detail: detail) }
}
