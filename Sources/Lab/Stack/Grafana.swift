import Foundation

/// Grafana for `lab up`, where one is installed: with the data source and the dashboards of the checkout, everything it
/// writes in the run's folder, on loopback alone, and for looking only: nobody signs in.
///
/// Source: Grafana's documentation, "Configure Grafana", override with environment variables, and "Provision Grafana".
struct Grafana: Sendable {
    let program: String
    /// Where its own files lie: `public/`, `conf/defaults.ini`.
    let home: String

    /// Looks for `grafana`, and for its files where packages put them, else where an archive has them, beside `bin/`.
    static func find(searchPath: String, packageHome: String = "/usr/share/grafana") -> Grafana? {
        guard let program = Tools.onPath("grafana", "\(searchPath):\(packageHome)/bin") else { return nil }
        let own = URL(filePath: program).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent()
        let homes = [packageHome, own.path]
        let home = homes.first { FileManager.default.fileExists(atPath: "\($0)/conf/defaults.ini") }
        return home.map { Grafana(program: program, home: $0) }
    }

    var arguments: [String] { ["server", "--homepath", home] }

    /// - Parameter folder: the run's.
    func environment(port: Int, prometheusURL: String, checkout: Checkout, folder: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin",
            "PROMETHEUS_URL": prometheusURL,
            "DASHBOARDS_PATH": "\(checkout.root)/monitoring/grafana/dashboards",
            "GF_PATHS_PROVISIONING": "\(checkout.root)/monitoring/grafana/provisioning",
            "GF_PATHS_DATA": "\(folder)/grafana",
            "GF_PATHS_LOGS": "\(folder)/grafana/log",
            "GF_PATHS_PLUGINS": "\(folder)/grafana/plugins",
            "GF_SERVER_HTTP_ADDR": "127.0.0.1",
            "GF_SERVER_HTTP_PORT": "\(port)",
            "GF_AUTH_ANONYMOUS_ENABLED": "true",
            "GF_AUTH_ANONYMOUS_ORG_ROLE": "Viewer",
            "GF_AUTH_DISABLE_LOGIN_FORM": "true",
            "GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION": "true",
            "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH":
                "\(checkout.root)/monitoring/grafana/dashboards/resilience-overview.json",
            "GF_ANALYTICS_REPORTING_ENABLED": "false",
            "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
            "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES": "false",
            "GF_NEWS_NEWS_FEED_ENABLED": "false",
            "GF_PLUGINS_PREINSTALL_DISABLED": "true",
        ]
    }
}
