import Foundation

/// Where the lab finds what it starts.
struct Checkout: Sendable {
    /// The folder that holds `chaos-experiments/`.
    let root: String
    /// The folder of this program; the services are its siblings.
    let programs: String

    /// Finds the checkout from this program's own place, then from the current folder, each upwards.
    static func locate() throws(LabError) -> Checkout {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        for start in [own, URL(filePath: FileManager.default.currentDirectoryPath)] {
            var folder = start
            while folder.path != "/" {
                if FileManager.default.fileExists(atPath: folder.appending(path: "chaos-experiments/local").path) {
                    return Checkout(root: folder.path, programs: own.path)
                }
                folder.deleteLastPathComponent()
            }
        }
        throw LabError("chaos-experiments/local not found above \(own.path): run lab inside a checkout of holdfast")
    }

    /// The rules that the lab's Prometheus evaluates: those of `monitoring/prometheus/rules`, with an hour as a minute.
    var rulesFolder: String { "\(root)/monitoring/prometheus/lab" }

    var alertmanagerConfiguration: String { "\(root)/monitoring/alertmanager/alertmanager-lab.yml" }

    /// The files of the live page, as a browser is given them.
    var pageFolder: String { "\(root)/monitoring/live-page" }

    func experimentPath(_ name: String) -> String { "\(root)/chaos-experiments/local/\(name).yaml" }

    /// The names of the experiments that lie in `chaos-experiments/local`, sorted.
    func experiments() throws(LabError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: "\(root)/chaos-experiments/local")
                .filter { $0.hasSuffix(".yaml") }
                .map { String($0.dropLast(".yaml".count)) }
                .sorted()
        } catch {
            throw LabError("cannot read \(root)/chaos-experiments/local: \(error.localizedDescription)")
        }
    }
}
