import EventLoop
import Glibc
import HTTPServer
import Posix
import PrometheusMetrics
import StructuredLogging

/// Runs a service from its first line to its exit code.
public enum ServiceMain {
    /// Reads the configuration, starts the service, waits for SIGTERM or SIGINT, drains and exits.
    ///
    /// A second signal cuts the drain short. Exit codes: 0 after a drain, 69 where a port cannot be had, 78 for a
    /// setting that cannot be used; each failure is one log line. Call it on the main thread, first thing.
    public static func run(_ definition: ServiceDefinition) -> Never {
        let signals = Signals(blocking: [SIGTERM, SIGINT])
        Signals.ignoreBrokenPipe()
        StandardStreams.reserve()
        DescriptorLimit.raise()
        let environment = Environment.variables()
        let instance = environment["POD_NAME"] ?? HostName.current
        let sink = StandardOutputSink()
        let logger = Logger(
            level: .info,
            sink: sink,
            fields: [
                ("service", .string(definition.name)), ("version", .string(BuildInformation.version)),
                ("pod", .string(instance)),
            ]
        )
        let code: Int32
        do {
            let settings = CommonSettings.all(for: definition)
            let arguments = Array(CommandLine.arguments.dropFirst())
            if arguments.contains("--help") || arguments.contains("-h") {
                print(HelpText.render(definition, settings: settings))
                exit(ExitCode.success)
            }
            if arguments.contains("--version") {
                print("\(definition.name) \(BuildInformation.version) (\(BuildInformation.revision))")
                exit(ExitCode.success)
            }
            if ProbeCommand.isMeant(by: arguments) {
                let verdict = try ProbeCommand.run(arguments, program: definition.name)
                if !verdict.complaint.isEmpty { complain(verdict.complaint) }
                exit(verdict.exitCode)
            }
            let command = definition.commands.first { $0.name == arguments.first }
            let configuration = try Configuration(
                settings: settings,
                prefixes: CommonSettings.prefixes + definition.prefixes,
                arguments: command == nil ? arguments : [],
                environment: environment
            )
            if let command { exit(try perform(command, Array(arguments.dropFirst()), configuration, definition.name)) }
            let service = try RunningService(
                definition,
                configuration: configuration,
                instance: instance,
                logger: logger,
                sink: sink
            )
            code = service.runUntilSignal(signals)
        } catch {
            code = report(error, to: logger)
        }
        sink.flush()
        exit(code)
    }

    /// Changes the running service of the same settings. The answer goes to stdout, a failure to stderr, in one line.
    private static func perform(
        _ command: AdminCommand,
        _ words: [String],
        _ configuration: Configuration,
        _ program: String
    ) throws -> Int32 {
        guard let request = command.request(words) else {
            complain("\(program): usage: \(program) \(command.name) \(command.form)")
            return ExitCode.usage
        }
        let outcome = try AdminCall(configuration).run(request)
        if outcome.exitCode == ExitCode.success {
            print(outcome.line)
        } else {
            complain("\(program): \(outcome.line)")
        }
        return outcome.exitCode
    }

    private static func complain(_ line: String) {
        var text = "\(line)\n"
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// One line that says why the service did not start, and the exit code that says so too.
    private static func report(_ error: any Error, to logger: Logger) -> Int32 {
        switch error {
        case let error as ConfigurationError:
            logger.error(event: "configuration.invalid", "a setting cannot be used") { fields in
                fields.set("variable", error.variable)
                if let value = error.value { fields.set("value", value) }
                fields.set("accepted", error.accepted)
                fields.set("error", error.description)
            }
            return ExitCode.configuration
        case let error as BindError:
            logger.error(event: "service.bind_failed", "a port cannot be had") { fields in
                fields.set("address", error.address.description)
                fields.set("error_type", error.errno.name)
                fields.set("error", error.description)
            }
            return ExitCode.unavailable
        default:
            logger.error(event: "service.start_failed", "the service could not start") { fields in
                fields.set("error", "\(error)")
            }
            return ExitCode.unavailable
        }
    }
}

/// A port that could not be had.
struct BindError: Error, CustomStringConvertible {
    let address: SocketAddress
    /// The variables that choose it, in words.
    let setting: String
    let errno: Errno

    var description: String { "cannot listen on \(address) (\(setting)): \(errno)" }
}

extension CommonSettings {
    static func all(for definition: ServiceDefinition) -> [SettingDescription] {
        definition.settings + (definition.hasApplicationPort ? application : []) + administration + process
    }
}
