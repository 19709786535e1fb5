import HTTPCore
import PrometheusMetrics

/// `GET /metrics`: the exposition, in the format that the scraper prefers.
///
/// `name[]` (repeatable) asks for some families only; `created=true` adds OpenMetrics' `_created` samples.
enum MetricsRoute {
    static func answer(_ request: HTTPRequest, _ metrics: RuntimeMetrics) -> HTTPResponse {
        let query = HTTPQuery(parsing: request.head.query ?? "")
        let names = query.pairs.filter { $0.name == "name[]" }.map(\.value)
        let accept = request.fields.values(for: .accept)
        let format = ExpositionFormat(accept: accept.isEmpty ? nil : accept.joined(separator: ","))
        let body = metrics.exposition(
            format,
            names: names.isEmpty ? nil : Set(names),
            created: query["created"] == "true"
        )
        return HTTPResponse(
            status: .ok,
            // What a cache keeps must not be given to a scraper that reads the other format (RFC 9110, 12.5.5).
            fields: [.contentType: format.contentType, .vary: "Accept"],
            body: body
        )
    }
}
