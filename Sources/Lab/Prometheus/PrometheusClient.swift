import Foundation

/// Instant and range queries to the lab's Prometheus. Thread-safe; blocks for at most the HTTP client's timeout.
struct PrometheusClient: Sendable {
    let port: Int
    var http = LoopbackHTTP()

    /// The series that `promQL` (a vector) yields now.
    func query(_ promQL: String) throws(LabError) -> [QueryAnswer.Sample] {
        try ask(QueryAnswer.self, "/api/v1/query?query=\(Self.encode(promQL))", promQL, form: "a vector").samples
    }

    /// The series that `promQL` (a vector) yields at every step of the range, its ends included.
    ///
    /// - Parameter step: in seconds.
    func range(_ promQL: String, _ range: PromQL.Interval, step: Int) throws(LabError) -> [RangeAnswer.Series] {
        let times = "start=\(range.start.literal)&end=\(range.end.literal)&step=\(step)"
        let path = "/api/v1/query_range?\(times)&query=\(Self.encode(promQL))"
        return try ask(RangeAnswer.self, path, promQL, form: "a matrix").series
    }

    private func ask<Answer: Decodable>(
        _ type: Answer.Type,
        _ path: String,
        _ promQL: String,
        form: String
    ) throws(LabError) -> Answer {
        let response = try http.send("GET", port: port, path: path)
        do {
            return try JSONDecoder().decode(type, from: response.body)
        } catch let error as LabError {
            throw LabError("\(error.message): \(promQL)")
        } catch {
            throw LabError("Prometheus answered \(response.status) with something else than \(form): \(promQL)")
        }
    }

    /// The value of a query that yields one series; nil when there is none, or it is not a finite number.
    func value(_ promQL: String) throws(LabError) -> Double? {
        let samples = try query(promQL)
        guard samples.count == 1, samples[0].value.isFinite else { return nil }
        return samples[0].value
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                result += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return result
    }
}
