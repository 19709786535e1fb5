import Foundation

/// The programs the lab starts, found before anything runs.
struct Tools: Sendable {
    let prometheus: String
    let chaos: String
    /// For those who look at alerts; the lab does without it where it is not installed.
    let alertmanager: String?
    /// For those who look at dashboards; the lab does without it where it is not installed.
    let grafana: Grafana?
    /// For partitions alone; the lab does without them where it is not installed.
    let nft: String?
    private let checkout: Checkout

    /// Looks for everything and reports all that is missing in one line.
    static func find(in checkout: Checkout, searchPath: String) throws(LabError) -> Tools {
        let chaos = inVirtualEnvironment("chaos", checkout) ?? onPath("chaos", searchPath)
        let prometheus = onPath("prometheus", searchPath)
        var missing: [String] = []
        if prometheus == nil { missing.append("prometheus (apt-get install prometheus)") }
        if chaos == nil { missing.append("chaos (pip install -r chaos-experiments/chaostoolkit-requirements.txt)") }
        for job in Topology.Job.allCases where !isExecutable("\(checkout.programs)/\(job.rawValue)") {
            missing.append("\(job.rawValue) beside lab in \(checkout.programs) (swift build)")
        }
        guard let prometheus, let chaos, missing.isEmpty else {
            throw LabError("missing: \(missing.joined(separator: "; ")); scripts/lab.sh installs and builds everything")
        }
        return Tools(
            prometheus: prometheus,
            chaos: chaos,
            // The first is Debian's name for it.
            alertmanager: onPath("prometheus-alertmanager", searchPath) ?? onPath("alertmanager", searchPath),
            grafana: Grafana.find(searchPath: searchPath),
            nft: onPath("nft", "\(searchPath):/usr/sbin:/sbin"),
            checkout: checkout
        )
    }

    func program(_ job: Topology.Job) -> String { "\(checkout.programs)/\(job.rawValue)" }

    /// The first executable of that name in a colon-separated list of folders.
    static func onPath(_ name: String, _ searchPath: String) -> String? {
        searchPath.split(separator: ":").map { "\($0)/\(name)" }.first(where: isExecutable)
    }

    private static func inVirtualEnvironment(_ name: String, _ checkout: Checkout) -> String? {
        let path = "\(checkout.root)/.venv/bin/\(name)"
        return isExecutable(path) ? path : nil
    }

    private static func isExecutable(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
