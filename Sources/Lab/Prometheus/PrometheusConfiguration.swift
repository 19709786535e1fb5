extension Topology {
    /// `prometheus.yml` for this lab: 1 s scrape and evaluation, static targets on the administration ports, the target
    /// labels of the telemetry contract (`job`, `mode`, `instance`), and the rules in the folder `rules` beside it.
    ///
    /// - Parameter alerting: whether there is an Alertmanager to send alerts to.
    func prometheusConfiguration(alerting: Bool) -> String {
        var lines = [
            "# Written by lab for one run.",
            "global:",
            "  scrape_interval: 1s",
            "  scrape_timeout: 1s",
            "  evaluation_interval: 1s",
            "rule_files: [rules/*.yaml]",
        ]
        if alerting {
            lines += [
                "alerting:",
                "  alertmanagers:",
                "    - static_configs:",
                "        - targets: [\"127.0.0.1:\(alertmanagerPort)\"]",
            ]
        }
        lines.append("scrape_configs:")
        for job in Job.allCases {
            lines += ["  - job_name: \(job.rawValue)", "    static_configs:"]
            for instance in instances(job) {
                lines += [
                    "      - targets: [\"127.0.0.1:\(instance.adminPort)\"]",
                    "        labels:",
                    "          instance: \(instance.name)",
                ]
                if let mode = instance.mode { lines.append("          mode: \(mode.rawValue)") }
            }
            if job == spare.job {
                lines += ["    file_sd_configs:", "      - files: [\(Self.discoveryFolder)/*.json]"]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The arguments Prometheus is started with; everything it writes lies in `folder`.
    func prometheusArguments(folder: String) -> [String] {
        [
            "--config.file=\(folder)/prometheus.yml",
            "--storage.tsdb.path=\(folder)/prometheus",
            "--web.listen-address=127.0.0.1:\(prometheusPort)",
            "--web.external-url=\(prometheusURL)",
            "--enable-feature=exemplar-storage",
            // An alert that fires before Prometheus has found Alertmanager is lost until it is sent again: not a minute.
            "--rules.alert.resend-delay=5s",
            "--log.level=warn",
        ]
    }

    /// The arguments for looking at what a finished run has measured. Nothing of it is too old to be kept, however long
    /// ago the run was.
    func openPrometheusArguments(folder: String) -> [String] {
        [
            "--config.file=\(folder)/\(OpenCommand.configuration)",
            "--storage.tsdb.path=\(folder)/prometheus",
            "--storage.tsdb.retention.time=100y",
            "--web.listen-address=127.0.0.1:\(prometheusPort)",
            "--web.external-url=\(prometheusURL)",
            "--enable-feature=exemplar-storage",
            "--log.level=warn",
        ]
    }

    /// The arguments Alertmanager is started with. It is alone: a cluster would listen on a port of its own.
    func alertmanagerArguments(folder: String) -> [String] {
        [
            "--config.file=\(folder)/alertmanager.yml",
            "--storage.path=\(folder)/alertmanager",
            "--web.listen-address=127.0.0.1:\(alertmanagerPort)",
            "--web.external-url=\(alertmanagerURL)",
            "--cluster.listen-address=",
            "--log.level=warn",
        ]
    }
}
