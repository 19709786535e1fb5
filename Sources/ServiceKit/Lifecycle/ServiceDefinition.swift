public import EventLoop
public import PrometheusMetrics
public import StructuredLogging

/// A program: its name, its settings, and how it is put together.
public struct ServiceDefinition: Sendable {
    /// The program's name, as in `job`, logs and `--help`.
    public let name: String
    /// What it is, in one sentence.
    public let summary: String
    /// Its own settings, beside those all services have.
    public let settings: [SettingDescription]
    /// Beginnings of variable names that are its own.
    public let prefixes: [String]
    /// Whether it has an application port; every service has an administration port.
    public let hasApplicationPort: Bool
    /// How many descriptors a connection to its application port may come to take: 2 where a request makes a connection
    /// of its own to another service.
    public let descriptorsPerConnection: Int
    /// Words on the command line that change a running one.
    public let commands: [AdminCommand]
    /// Puts it together. What it throws stops the start-up.
    public let build: @Sendable (ServiceEnvironment) throws -> ServiceParts

    /// Makes a definition.
    public init(
        name: String,
        summary: String,
        settings: [SettingDescription],
        prefixes: [String],
        hasApplicationPort: Bool = true,
        descriptorsPerConnection: Int = 1,
        commands: [AdminCommand] = [],
        build: @escaping @Sendable (ServiceEnvironment) throws -> ServiceParts
    ) {
        self.name = name
        self.summary = summary
        self.settings = settings
        self.prefixes = prefixes
        self.hasApplicationPort = hasApplicationPort
        self.descriptorsPerConnection = descriptorsPerConnection
        self.commands = commands
        self.build = build
    }
}

/// What a service is built from.
public struct ServiceEnvironment: Sendable {
    /// Its settings.
    public let configuration: Configuration
    /// Its event loops.
    public let group: EventLoopGroup
    /// Where its metrics are registered.
    public let registry: MetricRegistry
    /// Its logger.
    public let logger: Logger
    /// Where it runs: the pod's name (`POD_NAME`), else the host's.
    public let instance: String
    /// Whether it wants traffic.
    public let readiness: Readiness
    /// Shows bulkheads.
    public let bulkheads: BulkheadMetrics
    /// Shows rate limiters.
    public let limiters: RateLimiterMetrics

    /// - Throws: `MetricError` where the registry has the metrics of bulkheads or limiters already.
    init(
        configuration: Configuration,
        group: EventLoopGroup,
        registry: MetricRegistry,
        logger: Logger,
        instance: String,
        readiness: Readiness
    ) throws(MetricError) {
        self.configuration = configuration
        self.group = group
        self.registry = registry
        self.logger = logger
        self.instance = instance
        self.readiness = readiness
        bulkheads = try BulkheadMetrics(registry: registry)
        limiters = try RateLimiterMetrics(registry: registry)
    }
}

/// What a service consists of.
public struct ServiceParts: Sendable {
    /// Routes of the application port.
    public var routes: [Route] = []
    /// Wraps every application handler; the first is the outermost.
    public var middleware: [ServiceMiddleware] = []
    /// Routes of the administration port.
    public var adminRoutes: [AdminRoute] = []
    /// Fields that every log line of the service carries.
    public var logFields: [(StaticString, String)] = []
    /// Work that goes on for as long as the service runs; cancelled when it stops.
    public var background: [@Sendable () async -> Void] = []

    /// Makes a service of nothing.
    public init() {}
}
