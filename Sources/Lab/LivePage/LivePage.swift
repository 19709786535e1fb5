import EventLoop
import Foundation
import HTTPCore
import HTTPServer
import Posix

/// The page that `lab up` serves on loopback: curves, states, log and controls of the running lab.
final class LivePage: Sendable {
    private let group: EventLoopGroup
    private let server: HTTPServer
    private let hub: EventHub
    private let poller: PagePoller
    private let worker: CommandWorker

    /// Starts to serve.
    ///
    /// - Parameters:
    ///   - grafanaPort: where Grafana is, if it was started.
    ///   - program: the path of `lab`.
    static func start(
        _ stack: LabStack,
        _ controller: FaultController,
        checkout: Checkout,
        program: String,
        grafanaPort: Int?
    ) throws(LabError) -> LivePage {
        let files = try PageFiles(folder: checkout.pageFolder)
        let experiments = try checkout.experiments()
        var generator = SystemRandomNumberGenerator()
        let gate = PageGate(port: stack.topology.pagePort, token: PageGate.makeToken(using: &generator))
        let lab = String(PageGate.makeToken(using: &generator).prefix(12))
        let description = try RunDirectory.json(
            PageDescription(
                lab: lab,
                token: gate.token,
                stack: stack,
                grafanaPort: grafanaPort,
                experiments: experiments
            )
        )
        let desk = ExperimentDesk(
            supervisor: stack.supervisor,
            directory: stack.directory,
            program: program,
            experiments: experiments
        )
        // A Prometheus that hangs must not hold up all else that the page shows.
        let prometheus = PrometheusClient(
            port: stack.topology.prometheusPort,
            http: LoopbackHTTP(timeout: .milliseconds(1_500))
        )
        let news = DispatchSemaphore(value: 0)
        let hub = EventHub(lab: lab) { news.signal() }
        let poller = PagePoller(hub: hub, curves: CurveFeed(prometheus: prometheus), news: news)
        let worker = CommandWorker()
        let control = ControlClient(path: stack.directory.controlSocket)
        let site = PageSite(
            gate: gate,
            files: files,
            description: Array(description),
            hub: hub,
            worker: worker
        ) { command throws(LabError) in
            switch command {
            case .control(let request): return try control.send(request)
            case .startExperiment(let name):
                try desk.start(name)
                return "ok: \(name) starts"
            case .endExperiment:
                try desk.end()
                return "ok: the experiment ends, and heals the lab first"
            }
        }
        let (group, server) = try listen(stack.topology.pagePort, site)
        let topology = stack.topology
        let directory = stack.directory
        poller.start(
            makeState: {
                StateFeed(
                    controller: controller,
                    topology: topology,
                    prometheus: prometheus,
                    desk: desk,
                    directory: directory
                )
            },
            logs: (topology.instances + [topology.spare]).map { directory.log($0.name) }
        )
        return LivePage(group, server, hub, poller, worker)
    }

    private init(
        _ group: EventLoopGroup,
        _ server: HTTPServer,
        _ hub: EventHub,
        _ poller: PagePoller,
        _ worker: CommandWorker
    ) {
        self.group = group
        self.server = server
        self.hub = hub
        self.poller = poller
        self.worker = worker
    }

    /// Tells every page that the lab has stopped, and ends; takes a second at most.
    func close() {
        poller.close()
        worker.close()
        hub.close(reason: "The lab has stopped.")
        let ended = DispatchSemaphore(value: 0)
        Task.detached { [server] in
            await server.drain(timeout: .milliseconds(750))
            ended.signal()
        }
        ended.wait()
        group.shutDown()
    }

    private static func listen(_ port: Int, _ site: PageSite) throws(LabError) -> (EventLoopGroup, HTTPServer) {
        guard let number = UInt16(exactly: port), let address = SocketAddress(ip: "127.0.0.1", port: number) else {
            throw LabError("no port \(port)")
        }
        var configuration = HTTPServerConfiguration(address: address)
        configuration.maxConnections = 128
        configuration.limits.maxBodyBytes = 4_096
        // A page that takes nothing for so long is let go; it comes back by itself.
        configuration.writeTimeout = .seconds(10)
        do throws(Errno) {
            let group = try EventLoopGroup(count: 1, name: "live-page")
            do throws(Errno) {
                let server = try HTTPServer.start(configuration, on: group, observer: Unobserved()) {
                    await site.respond(to: $0)
                }
                return (group, server)
            } catch {
                group.shutDown()
                throw error
            }
        } catch {
            throw LabError("cannot serve the live page on port \(port) of 127.0.0.1: \(error)")
        }
    }
}

/// Nobody measures the page's own requests.
private struct Unobserved: HTTPServerObserver {
    func connectionOpened() {}
    func connectionClosed() {}
    func rejected(_ reason: HTTPRejectionReason) {}
}
