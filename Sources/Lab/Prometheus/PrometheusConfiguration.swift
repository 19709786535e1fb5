extension Topology {
    /// `prometheus.yml` for this lab: 1 s scrape and evaluation, static targets on the administration ports, and the
    /// target labels of the telemetry contract (`job`, `mode`, `instance`).
    var prometheusConfiguration: String {
        var lines = [
            "# Written by lab for one run.",
            "global:",
            "  scrape_interval: 1s",
            "  scrape_timeout: 1s",
            "  evaluation_interval: 1s",
            "scrape_configs:",
        ]
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
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The arguments Prometheus is started with; everything it writes lies in `folder`.
    func prometheusArguments(folder: String) -> [String] {
        [
            "--config.file=\(folder)/prometheus.yml",
            "--storage.tsdb.path=\(folder)/prometheus",
            "--web.listen-address=127.0.0.1:\(prometheusPort)",
            "--enable-feature=exemplar-storage",
            "--log.level=warn",
        ]
    }
}
