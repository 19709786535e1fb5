import Foundation

/// Asks the services, the supervisor and Prometheus how the lab is. Used from one thread.
final class StateFeed {
    private let controller: FaultController
    private let loadGenerator: Topology.Instance
    private let prometheus: PrometheusClient
    private let desk: ExperimentDesk
    private let directory: RunDirectory
    /// All on loopback: who does not answer in this time does not answer.
    private let http = LoopbackHTTP(timeout: .milliseconds(300))
    private var results: [LabState.Result] = []
    private var resultsDate: Date?

    init(
        controller: FaultController,
        topology: Topology,
        prometheus: PrometheusClient,
        desk: ExperimentDesk,
        directory: RunDirectory
    ) {
        self.controller = controller
        loadGenerator = topology.loadGenerator
        self.prometheus = prometheus
        self.desk = desk
        self.directory = directory
    }

    func processes() -> [ServiceProcess] { controller.processes() }

    /// - Parameter asksPrometheus: false where it has just failed to answer.
    func state(of processes: [ServiceProcess], asksPrometheus: Bool) -> LabState {
        var state = LabState()
        state.processes = processes.map { process in
            let isAsked = process.instance.job == .backend && process.state == .running
            return LabState.Process(process, faults: isAsked ? ask(process.instance, "/faults") : nil)
        }
        if state.processes.contains(where: { $0.name == loadGenerator.name && $0.state == .running }) {
            state.load = ask(loadGenerator, "/rate")
        }
        if asksPrometheus { askPrometheus(&state) }
        state.experiment = desk.look()
        state.results = readResults()
        return state
    }

    private func askPrometheus(_ state: inout LabState) {
        do throws(LabError) {
            let breakers = try prometheus.query(LiveCurves.breakerStates)
            let endpoints = try prometheus.query(LiveCurves.endpointStates)
            let active = try prometheus.query(LiveCurves.activeExperiments)
            state.breakers = Self.breakers(breakers)
            state.endpoints = Self.endpoints(endpoints)
            state.activeExperiments = Set(active.compactMap { $0.labels["experiment"] }).sorted()
        } catch {
            // The curves say that it does not answer; what is not known is nil.
        }
    }

    static func breakers(_ samples: [QueryAnswer.Sample]) -> [LabState.Breaker] {
        samples.compactMap { sample in
            guard let mode = sample.labels["mode"], let state = sample.labels["state"] else { return nil }
            let isCall = sample.labels["scope"] == "call"
            return LabState.Breaker(
                mode: mode,
                breaker: isCall ? "calls" : sample.labels["address"] ?? "",
                state: state
            )
        }.sorted { ($0.mode, $0.breaker, $0.state) < ($1.mode, $1.breaker, $1.state) }
    }

    static func endpoints(_ samples: [QueryAnswer.Sample]) -> [LabState.Endpoints] {
        samples.compactMap { sample in
            guard let mode = sample.labels["mode"], let state = sample.labels["state"],
                let count = Int(exactly: sample.value.rounded())
            else { return nil }
            return LabState.Endpoints(mode: mode, state: state, count: count)
        }.sorted { ($0.mode, $0.state) < ($1.mode, $1.state) }
    }

    private func ask(_ instance: Topology.Instance, _ path: String) -> JSONValue? {
        do {
            let response = try http.send("GET", port: instance.adminPort, path: path)
            return response.status == 200 ? try JSONDecoder().decode(JSONValue.self, from: response.body) : nil
        } catch {
            // It ends or starts at this moment; the next look says which.
            return nil
        }
    }

    /// The run's results, read again when they were written again.
    private func readResults() -> [LabState.Result] {
        do {
            guard FileManager.default.fileExists(atPath: directory.results) else { return [] }
            let date = try FileManager.default.attributesOfItem(atPath: directory.results)[.modificationDate] as? Date
            if date == resultsDate { return results }
            results = try Results.read(from: directory).experiments.map {
                LabState.Result(name: $0.name, verdict: $0.verdict, reasons: $0.reasons)
            }
            resultsDate = date
        } catch {
            // It is replaced in one step, so this is no half-written file: what was read before still holds.
        }
        return results
    }
}
