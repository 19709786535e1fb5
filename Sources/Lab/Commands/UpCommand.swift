import Foundation

/// `lab up`: starts the lab and stays until it is interrupted.
struct UpCommand {
    let options: RunOptions
    let interruption: Interruption
    let progress: Progress

    func execute() throws -> ExitCode {
        try RunningLab.run(options, interruption, progress, restartsPrometheus: true) { _ in
        } body: { lab in
            let topology = lab.stack.topology
            let alertmanager = lab.stack.alertmanagerURL ?? "not installed (apt-get install prometheus-alertmanager)"
            let grafanaURL = lab.stack.startGrafana()
            let page = try lab.servePage(grafanaPort: grafanaURL.map { _ in topology.grafanaPort })
            defer { page.close() }
            let grafana = grafanaURL ?? "not installed (https://grafana.com/grafana/download)"
            let addresses =
                [("live page", topology.pageURL)]
                + topology.instances(.client).map { ($0.name, "http://127.0.0.1:\($0.port)/api/data") } + [
                    ("prometheus", topology.prometheusURL),
                    ("alerts", "\(topology.prometheusURL)/alerts"),
                    ("alertmanager", alertmanager), ("grafana", grafana), ("run", lab.stack.directory.path),
                    ("in another terminal", "./scripts/lab.sh ctl status"),
                    ("", "./scripts/lab.sh ctl ACTION TARGET"), ("", "./scripts/lab.sh chaos NAME"),
                ]
            for (name, address) in addresses {
                progress.note(name.padding(toLength: 21, withPad: " ", startingAt: 0) + address)
            }
            try lab.watch("running; Ctrl-C stops everything", for: nil)
            return .success
        }
    }
}
