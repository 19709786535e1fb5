import Foundation

/// An answer of Prometheus' instant query API (`/api/v1/query`), as far as the lab reads it.
struct QueryAnswer: Decodable, Equatable {
    /// One series at one instant.
    struct Sample: Decodable, Equatable {
        let labels: [String: String]
        /// NaN and the infinities as Prometheus gives them.
        let value: Double

        private enum Keys: String, CodingKey { case metric, value }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            labels = try container.decode([String: String].self, forKey: .metric)
            var pair = try container.nestedUnkeyedContainer(forKey: .value)
            _ = try pair.decode(Double.self)
            value = try QueryAnswer.number(in: &pair)
        }
    }

    private struct Body: Decodable {
        let result: [Sample]
    }

    let samples: [Sample]

    private enum Keys: String, CodingKey { case status, data, error }

    init(from decoder: any Decoder) throws {
        try Self.requireSuccess(decoder)
        samples = try decoder.container(keyedBy: Keys.self).decode(Body.self, forKey: .data).result
    }

    /// Throws Prometheus' own reason where it refused the query.
    static func requireSuccess(_ decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        guard try container.decode(String.self, forKey: .status) == "success" else {
            let reason = try container.decodeIfPresent(String.self, forKey: .error) ?? "no reason given"
            throw LabError("Prometheus refused the query: \(reason)")
        }
    }

    /// A sample's value, which is a string, as JSON has no NaN.
    static func number(in pair: inout any UnkeyedDecodingContainer) throws -> Double {
        let text = try pair.decode(String.self)
        guard let value = Double(text.replacingOccurrences(of: "+Inf", with: "inf")) else {
            throw DecodingError.dataCorruptedError(in: pair, debugDescription: "not a number: \(text)")
        }
        return value
    }
}
