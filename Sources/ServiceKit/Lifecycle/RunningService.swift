import EventLoop
import HTTPCore
import HTTPServer
import Posix
import PrometheusMetrics
import StructuredLogging

/// A service that has started.
struct RunningService {
    private let logger: Logger
    private let readiness: Readiness
    private let loop: EventLoop
    let application: HTTPServer?
    let admin: HTTPServer
    private let background: [Task<Void, Never>]
    private let drainDelay: Duration
    private let drainTimeout: Duration
    private let finished: Latch

    /// Starts everything, the administration port last but one and readiness last.
    init(
        _ definition: ServiceDefinition,
        configuration: Configuration,
        instance: String,
        logger base: Logger,
        sink: StandardOutputSink
    ) throws {
        base.level = try configuration.value(CommonSettings.logLevel)
        drainDelay = try configuration.value(CommonSettings.drainDelay)
        drainTimeout = try configuration.value(CommonSettings.drainTimeout)
        let adminHost = try configuration.value(CommonSettings.adminHost)
        let adminPort = try configuration.value(CommonSettings.adminPort)
        let token = try configuration.value(CommonSettings.adminToken)
        let loops = try configuration.value(CommonSettings.eventLoops) ?? Processors.granted
        let applicationSettings =
            try definition.hasApplicationPort ? Self.applicationSettings(definition, configuration) : nil
        let limits =
            try definition.hasApplicationPort ? AdmissionConfiguration(configuration) : AdmissionConfiguration()
        let sample = try configuration.value(CommonSettings.logSuccessSample)

        finished = try Latch()
        let group = try EventLoopGroup(count: loops)
        loop = group.loops[0]
        let registry = MetricRegistry()
        let readiness = Readiness()
        self.readiness = readiness
        let runtime = try RuntimeMetrics(registry: registry, logger: base, sink: sink)
        let environment = try ServiceEnvironment(
            configuration: configuration,
            group: group,
            registry: registry,
            logger: base,
            instance: instance,
            readiness: readiness
        )
        let parts = try definition.build(environment)
        let logger = base.with { fields in
            for (key, value) in parts.logFields { fields.set(key, value) }
        }
        self.logger = logger

        var background = group.loops.map { loop in loop.spawn { await runtime.sampleLag(on: loop) } }
        if let applicationSettings {
            let metrics = try HTTPServerMetrics(registry: registry)
            let probes = [
                Route(.get, "/healthz") { _ in HealthProbes.alive() },
                Route(.get, "/readyz") { _ in HealthProbes.ready(readiness) },
            ]
            let admission = try AdmissionControl(
                limits,
                clock: group.clock,
                metrics: metrics,
                limiters: environment.limiters,
                bulkheads: environment.bulkheads
            )
            let plane = Application(
                routes: parts.routes,
                probes: probes,
                admission: admission,
                middleware: parts.middleware,
                metrics: metrics,
                logger: logger,
                successSample: sample
            )
            application = try Self.bind(applicationSettings, "HOST, PORT", on: group, observer: metrics) {
                await plane.handle($0)
            }
            let release = MemoryRelease(metrics: metrics, logger: logger)
            background.append(group.loops[0].spawn { await release.run(on: group.loops[0]) })
        } else {
            application = nil
        }
        let plane = AdminPlane(
            routes: parts.adminRoutes,
            access: AdminAccess(isLoopback: adminHost.isLoopback, token: token),
            readiness: readiness,
            metrics: runtime,
            logger: logger,
            service: definition.name
        )
        admin = try Self.bind(
            HTTPServerConfiguration(address: adminHost.withPort(UInt16(adminPort))),
            "ADMIN_HOST, ADMIN_PORT",
            // On a loop of its own: neither a large or slow scrape nor many at once holds a request up, nor the other way
            // round.
            on: EventLoopGroup(count: 1, name: "admin"),
            observer: SilentObserver()
        ) { await plane.handle($0) }

        for work in parts.background { background.append(group.next().spawn(work)) }
        self.background = background
        readiness.state = .ready
        logStart(configuration)
    }

    /// Serves until a signal comes, drains, and returns the exit code.
    func runUntilSignal(_ signals: Signals) -> Int32 {
        let signal = signals.wait()
        readiness.state = .draining
        let drain = loop.spawn { await self.drain(signal: signal) }
        // A second signal, on a thread of its own, ends the wait: the operator is in a hurry.
        let finished = self.finished
        loop.spawn {
            await drain.value
            finished.open()
        }
        do {
            try Thread(name: "second-signal") {
                _ = signals.wait()
                finished.open()
            }.detach()
        } catch {
            logger.warn(event: "drain.signal_unwatched", "a second signal will not shorten the drain") {
                $0.set("error", error.description)
            }
        }
        finished.wait()
        logger.info(event: "service.stopped", "service stopped")
        return ExitCode.success
    }

    /// Ends the service: readiness fails, what is in flight ends, and then the ports are closed.
    func drain(signal: Int32) async {
        logger.info(event: "drain.started", "draining: readiness fails, requests are still served") { fields in
            fields.set("signal", Int(signal))
            fields.set("delay_ms", drainDelay.inSeconds * 1e3)
            fields.set("timeout_ms", drainTimeout.inSeconds * 1e3)
        }
        application?.announceDrain()
        do {
            try await loop.sleep(until: .now.advanced(by: drainDelay))
        } catch {}
        if let application {
            let outcome = await application.drain(timeout: drainTimeout)
            logger.info(event: "drain.finished", "requests in flight have ended") { fields in
                fields.set("finished_connections", outcome.finished)
                fields.set("cut_connections", outcome.cut)
            }
        }
        for task in background { task.cancel() }
        await admin.drain(timeout: .zero)
    }

    private func logStart(_ configuration: Configuration) {
        logger.info(event: "service.started", "service started") { fields in
            if let application { fields.set("address", application.address.description) }
            fields.set("admin_address", admin.address.description)
        }
    }

    private static func applicationSettings(
        _ definition: ServiceDefinition,
        _ configuration: Configuration
    ) throws(ConfigurationError) -> HTTPServerConfiguration {
        let host = try configuration.value(CommonSettings.host)
        let port = try configuration.value(CommonSettings.port)
        var settings = HTTPServerConfiguration(address: host.withPort(UInt16(port)))
        // Within the limit of descriptors, so that the administration port can always be reached.
        settings.maxConnections = min(
            try configuration.value(CommonSettings.maxConnections),
            DescriptorLimit.connections(descriptors: definition.descriptorsPerConnection)
        )
        settings.limits.maxHeaderBytes = try configuration.value(CommonSettings.maxHeaderBytes)
        settings.limits.maxBodyBytes = try configuration.value(CommonSettings.maxBodyBytes)
        settings.headerTimeout = try configuration.value(CommonSettings.headerTimeout)
        settings.bodyTimeout = try configuration.value(CommonSettings.bodyTimeout)
        settings.writeTimeout = try configuration.value(CommonSettings.writeTimeout)
        settings.idleTimeout = try configuration.value(CommonSettings.idleTimeout)
        return settings
    }

    private static func bind(
        _ configuration: HTTPServerConfiguration,
        _ setting: String,
        on group: EventLoopGroup,
        observer: any HTTPServerObserver,
        handler: @escaping HTTPHandler
    ) throws(BindError) -> HTTPServer {
        do throws(Errno) {
            return try HTTPServer.start(configuration, on: group, observer: observer, handler: handler)
        } catch {
            throw BindError(address: configuration.address, setting: setting, errno: error)
        }
    }

    /// The administration port is not part of what the service serves: it is not measured.
    private struct SilentObserver: HTTPServerObserver {
        func connectionOpened() {}
        func connectionClosed() {}
        func rejected(_ reason: HTTPRejectionReason) {}
    }
}
