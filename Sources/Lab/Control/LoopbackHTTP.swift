import Glibc
import Foundation

/// A blocking HTTP client for the lab's own services and Prometheus, all on 127.0.0.1.
///
/// It speaks HTTP/1.0, so that an answer ends with its connection, and knows no proxy: a `http_proxy` in the
/// developer's environment must not stand between the lab and loopback. Thread-safe; each call is bounded by `timeout`.
struct LoopbackHTTP: Sendable {
    struct Response: Equatable, Sendable {
        let status: Int
        let body: Data

        /// Why it was refused: the detail of a problem document (RFC 9457), or the body's beginning.
        var problem: String {
            do {
                if let detail = try JSONDecoder().decode(JSONValue.self, from: body)["detail"]?.string { return detail }
            } catch {
                // No problem document: the body itself is the best that can be told.
            }
            return String(decoding: body.prefix(200), as: UTF8.self)
        }
    }

    /// The longest time one connect, one send or one receive may take.
    var timeout: Duration = .seconds(5)

    /// Sends a request without a body and reads the whole answer.
    func send(_ method: String, port: Int, path: String) throws(LabError) -> Response {
        let what = "\(method) http://127.0.0.1:\(port)\(path.prefix(80))"
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LabError("\(what): \(systemError())") }
        let stream = ByteStream(descriptor: descriptor)
        defer { stream.close() }
        stream.limit(timeout)

        var address = LoopbackAddress.make(port: port)
        guard LoopbackAddress.withPointer(&address, { connect(descriptor, $0, $1) }) == 0 else {
            throw LabError("\(what): \(systemError())")
        }
        do throws(LabError) {
            try stream.send(
                Data("\(method) \(path) HTTP/1.0\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: 0\r\n\r\n".utf8)
            )
            return try Self.parse(try stream.receive(until: nil, atMost: 64 << 20))
        } catch {
            throw LabError("\(what): \(error.message)")
        }
    }

    /// Asks an instance's administration port to change something, and throws where it does not.
    func change(_ method: String, _ target: Topology.Instance, _ path: String) throws(LabError) {
        let response = try send(method, port: target.adminPort, path: path)
        guard (200..<300).contains(response.status) else {
            throw LabError(
                "\(target.name) answered \(response.status): \(response.problem)",
                // It understood, and does not take the value.
                exitCode: response.status == 400 ? .usage : .unavailable
            )
        }
    }

    /// Splits a whole answer (RFC 9112 section 2.1) into status and body.
    static func parse(_ bytes: Data) throws(LabError) -> Response {
        guard let end = bytes.firstRange(of: Data("\r\n\r\n".utf8)) else { throw LabError("no complete answer") }
        let statusLine = String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self).split(separator: " ")
        guard statusLine.count >= 2, statusLine[0].hasPrefix("HTTP/1."), let status = Int(statusLine[1]) else {
            throw LabError("not an HTTP answer")
        }
        return Response(status: status, body: Data(bytes[end.upperBound...]))
    }
}
