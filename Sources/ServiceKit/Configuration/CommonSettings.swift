import EventLoop
import Posix
import StructuredLogging

/// The settings that all services have.
enum CommonSettings {
    static let host = address("HOST", default: "0.0.0.0", "where the application port listens")
    static let port = Setting.integer(
        "PORT",
        default: "8080",
        range: 0...65_535,
        "the application port; 0 takes a free one"
    )
    static let adminHost = address("ADMIN_HOST", default: "127.0.0.1", "where the administration port listens")
    static let adminPort = Setting.integer(
        "ADMIN_PORT",
        default: "8081",
        range: 0...65_535,
        "the administration port; 0 takes a free one"
    )
    static let adminToken = Setting.text(
        "ADMIN_TOKEN",
        accepted: "a text",
        isSecret: true,
        "bearer token of the changing administration routes, needed where they do not listen on loopback alone"
    )
    static let logLevel = Setting<LogLevel>(
        "LOG_LEVEL",
        default: "info",
        accepted: "one of debug, info, warn, error",
        summary: "the least important log lines that are written"
    ) { LogLevel(name: $0) }
    static let logSuccessSample = Setting.ratio(
        "LOG_SUCCESS_SAMPLE",
        default: "1.0",
        "share of successful requests that get a log line"
    )
    static let maxInFlight = Setting<Int?>.limit(
        "MAX_IN_FLIGHT",
        range: 1...1_000_000,
        "requests handled at once; one more waits (MAX_QUEUE) or gets 503. Probes are exempt"
    )
    static let maxQueue = Setting.integer(
        "MAX_QUEUE",
        default: "0",
        range: 0...1_000_000,
        "requests that may wait while MAX_IN_FLIGHT are handled; one more gets 503"
    )
    static let rateLimit = Setting<Double?>.limit(
        "RATE_LIMIT",
        range: 0.001...1_000_000,
        "requests per second, of which a second's worth may come at once; one more gets 429. Probes are exempt"
    )
    static let eventLoops = Setting<Int?>(
        "EVENT_LOOPS",
        default: "",
        accepted: "a whole number from 1 to 1024",
        summary: "event loops, one thread each; without it the number of processors granted"
    ) { text in
        if text.isEmpty { return .some(nil) }
        guard let count = NumberText.parseInteger(text), (1...1024).contains(count) else { return nil }
        return .some(count)
    }
    static let drainDelay = Setting.duration(
        "DRAIN_DELAY",
        default: "3s",
        range: .zero ... .seconds(600),
        "after SIGTERM: how long it serves on while readiness fails"
    )
    static let drainTimeout = Setting.duration(
        "DRAIN_TIMEOUT",
        default: "20s",
        range: .zero ... .seconds(3600),
        "then: how long requests in flight may take"
    )
    static let maxConnections = Setting.integer(
        "MAX_CONNECTIONS",
        default: "10000",
        range: 1...1_000_000,
        "connections open at once; one more gets 503"
    )
    static let maxHeaderBytes = Setting.integer(
        "MAX_HEADER_BYTES",
        default: "16384",
        range: 256...1_048_576,
        "size of a request's header section"
    )
    static let maxBodyBytes = Setting.integer(
        "MAX_BODY_BYTES",
        default: "1048576",
        range: 0...1_073_741_824,
        "size of a request's body"
    )
    static let headerTimeout = Setting.duration(
        "HEADER_TIMEOUT",
        default: "10s",
        range: .milliseconds(1) ... .seconds(3600),
        "from a request's first byte to the end of its header section"
    )
    static let bodyTimeout = Setting.duration(
        "BODY_TIMEOUT",
        default: "30s",
        range: .milliseconds(1) ... .seconds(3600),
        "from the end of a request's header section to the end of its body"
    )
    static let writeTimeout = Setting.duration(
        "WRITE_TIMEOUT",
        default: "30s",
        range: .milliseconds(1) ... .seconds(3600),
        "how long a peer may take to accept an answer, or a piece of a streamed one"
    )
    static let idleTimeout = Setting.duration(
        "IDLE_TIMEOUT",
        default: "75s",
        range: .milliseconds(1) ... .seconds(86_400),
        "how long a kept-alive connection may be silent"
    )

    static let administration: [SettingDescription] = [
        adminHost.description, adminPort.description, adminToken.description,
    ]
    static let application: [SettingDescription] = [
        host.description, port.description, maxConnections.description, maxHeaderBytes.description,
        maxBodyBytes.description, headerTimeout.description, bodyTimeout.description, writeTimeout.description,
        idleTimeout.description, maxInFlight.description, maxQueue.description, rateLimit.description,
        logSuccessSample.description,
    ]
    static let process: [SettingDescription] = [
        logLevel.description, eventLoops.description, drainDelay.description, drainTimeout.description,
    ]

    /// Beginnings of variable names that are the product's own.
    static let prefixes = [
        "ADMIN_", "LOG_", "DRAIN_", "MAX_", "HEADER_", "BODY_", "WRITE_", "IDLE_", "EVENT_", "RATE_",
    ]

    private static func address(_ name: String, default text: String, _ summary: String) -> Setting<SocketAddress> {
        Setting(
            name,
            default: text,
            accepted: "a numeric IPv4 or IPv6 address, such as 127.0.0.1, 0.0.0.0 or ::",
            summary: summary
        ) { SocketAddress(ip: $0, port: 0) }
    }
}
