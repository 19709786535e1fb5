public import HTTPCore

/// A word on the command line that changes a running service instead of starting one: `backend-service faults set …`.
///
/// An image without a shell or a client for HTTP is changed by its own program, from inside its container: it knows the
/// port and the token from the same variables as the service.
public struct AdminCommand: Sendable {
    /// What is asked of the administration port.
    public struct Request: Hashable, Sendable {
        let method: HTTPMethod
        let target: String

        /// Makes a request.
        ///
        /// - Parameters:
        ///   - path: the route, without a query.
        ///   - query: names and values as they are meant; they are escaped here.
        public init(_ method: HTTPMethod, _ path: String, _ query: [(name: String, value: String)] = []) {
            self.method = method
            let pairs = query.map { "\(Self.escape($0.name))=\(Self.escape($0.value))" }
            target = pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
        }

        /// All but the unreserved characters (RFC 3986, 2.3) as `%XX`.
        private static func escape(_ text: String) -> String {
            let digits = Array("0123456789ABCDEF".utf8)
            var bytes: [UInt8] = []
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    bytes.append(byte)
                default:
                    bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The first word on the command line.
    public let name: String
    /// What may follow it, as `--help` shows it.
    public let form: String
    /// What the words after the name ask for; nil where they are not of ``form``.
    public let request: @Sendable (_ words: [String]) -> Request?

    /// Makes a command.
    public init(_ name: String, form: String, request: @escaping @Sendable (_ words: [String]) -> Request?) {
        self.name = name
        self.form = form
        self.request = request
    }
}
