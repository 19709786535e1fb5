import HTTPClient
import HTTPCore
import Posix

/// Carries out an ``AdminCommand``: one request to the administration port of the service with the same settings.
struct AdminCall {
    /// What the program says and ends with.
    struct Outcome: Hashable {
        let exitCode: Int32
        /// One line: what the service answered, or why it did not.
        let line: String
    }

    let address: SocketAddress
    let token: String?
    /// Within a container an answer takes milliseconds.
    var timeout: Duration = .seconds(10)

    /// - Throws: ``ConfigurationError`` where a setting cannot be used.
    init(_ configuration: Configuration) throws(ConfigurationError) {
        let host = try configuration.value(CommonSettings.adminHost)
        let port = UInt16(try configuration.value(CommonSettings.adminPort))
        let token = try configuration.value(CommonSettings.adminToken)
        self.init(address: Self.reachable(host).withPort(port), token: token)
    }

    init(address: SocketAddress, token: String?) {
        self.address = address
        self.token = token
    }

    /// Where a service that listens on all addresses is reached from the same machine.
    private static func reachable(_ host: SocketAddress) -> SocketAddress {
        let everywhere = ["0.0.0.0": "127.0.0.1", "::": "::1"]
        for (all, own) in everywhere where host == SocketAddress(ip: all, port: 0) {
            return SocketAddress(ip: own, port: 0) ?? host
        }
        return host
    }

    /// Sends the request and blocks until it has its answer.
    ///
    /// - Throws: ``Errno`` where the system has no descriptor or thread left.
    func run(_ request: AdminCommand.Request) throws(Errno) -> Outcome {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer \(token)" }
        let message = HTTPRequest(method: request.method, target: request.target, fields: fields)
        return outcome(of: try OneRequest.send(message, toFirstOf: [address], timeout: timeout))
    }

    func outcome(of answer: Result<HTTPResponse, HTTPClientError>) -> Outcome {
        switch answer {
        case .success(let response):
            let body = String(decoding: response.body, as: UTF8.self).filter { !$0.isNewline }
            switch response.status.code {
            case 200..<300: return Outcome(exitCode: ExitCode.success, line: body)
            // It understood, and does not take the value.
            case 400: return Outcome(exitCode: ExitCode.usage, line: body)
            case let code: return Outcome(exitCode: ExitCode.unavailable, line: "\(address) answered \(code): \(body)")
            }
        case .failure(let error):
            return Outcome(exitCode: ExitCode.unavailable, line: "\(address) gave no answer: \(error)")
        }
    }
}
