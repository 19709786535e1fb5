/// An answer of Prometheus' range query API (`/api/v1/query_range`), as far as the lab reads it.
///
/// Source: Prometheus' documentation, "HTTP API", range queries.
struct RangeAnswer: Decodable, Equatable {
    struct Point: Decodable, Equatable {
        /// Unix seconds.
        let time: Double
        /// NaN and the infinities as Prometheus gives them.
        let value: Double

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            time = try pair.decode(Double.self)
            value = try QueryAnswer.number(in: &pair)
        }
    }

    /// One series over the range; a step without a sample has no point.
    struct Series: Decodable, Equatable {
        let labels: [String: String]
        let points: [Point]

        private enum CodingKeys: String, CodingKey { case labels = "metric", points = "values" }
    }

    private struct Body: Decodable {
        let result: [Series]
    }

    let series: [Series]

    private enum Keys: String, CodingKey { case data }

    init(from decoder: any Decoder) throws {
        try QueryAnswer.requireSuccess(decoder)
        series = try decoder.container(keyedBy: Keys.self).decode(Body.self, forKey: .data).result
    }
}
