import HTTPCore
import Posix

/// `--probe URL`: asks for a page and says by its exit code whether the answer was good. It is the health check of an
/// image without a shell.
enum ProbeCommand {
    static let form = "--probe URL [--timeout DURATION]"
    private static let flag = "--probe"
    private static let timeout: Duration = .seconds(1)

    /// What the program ends with, and the line that says why unless all is well.
    struct Verdict: Hashable {
        let exitCode: Int32
        let complaint: String

        static let good = Verdict(exitCode: ExitCode.success, complaint: "")
        static func bad(_ why: String) -> Verdict { Verdict(exitCode: ExitCode.failure, complaint: why) }
        static func misused(_ why: String) -> Verdict { Verdict(exitCode: ExitCode.usage, complaint: why) }
    }

    /// What the arguments of the program ask for.
    private struct Question {
        var url = ""
        var timeout = ProbeCommand.timeout

        /// Nil for arguments that are not of ``ProbeCommand/form``.
        init?(_ arguments: [String]) {
            var rest = arguments[...]
            while let argument = rest.popFirst() {
                let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
                guard let name = parts.first, let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                    return nil
                }
                switch name {
                case ProbeCommand.flag where url.isEmpty: url = value
                case "--timeout":
                    guard let duration = DurationText.parse(value), duration > .zero else { return nil }
                    timeout = duration
                default: return nil
                }
            }
            guard !url.isEmpty else { return nil }
        }
    }

    /// Whether the program was asked to probe.
    static func isMeant(by arguments: [String]) -> Bool {
        arguments.contains { $0 == flag || $0.hasPrefix(flag + "=") }
    }

    /// Probes. A status from 200 to 399 is good, as a kubelet's own probes judge; any other answer, and none, is exit code
    /// 1; arguments that are not of the form are 64.
    ///
    /// A name is looked up first. That takes as long as resolv.conf says where a name server is silent; whoever probes has
    /// a watchdog of his own.
    ///
    /// - Throws: ``Errno`` where the system has no descriptor or thread left.
    static func run(_ arguments: [String], program: String) throws(Errno) -> Verdict {
        guard let question = Question(arguments) else { return .misused("usage: \(program) \(form)") }
        let url: HTTPURL
        do throws(HTTPURLError) {
            url = try HTTPURL(question.url)
        } catch {
            return .misused("\(program): \(error)")
        }
        let addresses: [SocketAddress]
        do throws(NameLookup.Failure) {
            addresses = try NameLookup.addresses(of: url.host, port: UInt16(url.port))
        } catch {
            return .bad("\(program): \(url): \(url.host): \(error)")
        }
        let message = HTTPRequest(method: .get, target: url.target, fields: [.host: url.authority])
        switch try OneRequest.send(message, toFirstOf: addresses, timeout: question.timeout) {
        case .success(let response) where (200..<400).contains(response.status.code): return .good
        case .success(let response): return .bad("\(program): \(url): status \(response.status.code)")
        case .failure(let error): return .bad("\(program): \(url): \(error)")
        }
    }
}
