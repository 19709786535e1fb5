import Foundation

/// The folder of one run, `DIR/<run-id>`, and what lies in it:
///
///     run.json              what the run was started with
///     results.json          verdicts and figures
///     control.sock          where `lab ctl` speaks to the running lab; gone when it has ended
///     prometheus.yml        the generated configuration;  prometheus/ its data
///     logs/NAME.jsonl       a service's stdout;  NAME.err its stderr
///     EXPERIMENT/           journal.json and the output of Chaos Toolkit
///
/// `DIR/current` is a symbolic link to the run that was started last.
struct RunDirectory: Sendable {
    let path: String

    var controlSocket: String { "\(path)/control.sock" }
    var results: String { "\(path)/results.json" }

    func log(_ name: String) -> String { "\(path)/logs/\(name).jsonl" }
    func errorLog(_ name: String) -> String { "\(path)/logs/\(name).err" }
    func experiment(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes the folder of a new run and points `current` at it.
    static func create(in output: String, manifest: RunManifest) throws(LabError) -> RunDirectory {
        let files = FileManager.default
        let parent = absolute(output)
        let directory = RunDirectory(path: "\(parent)/\(manifest.id)")
        do {
            try files.createDirectory(atPath: "\(directory.path)/logs", withIntermediateDirectories: true)
            try directory.write(manifest, to: "run.json")
            let link = "\(parent)/current"
            // A link that is not there yet is nothing to remove; a folder of that name is the user's.
            if (try? files.destinationOfSymbolicLink(atPath: link)) != nil { try files.removeItem(atPath: link) }
            try files.createSymbolicLink(atPath: link, withDestinationPath: manifest.id)
        } catch {
            throw LabError("cannot prepare \(directory.path): \(error.localizedDescription)")
        }
        return directory
    }

    /// The run that `run` names: a path, or a run's id in `output`; without it the current one.
    static func open(_ run: String?, in output: String) throws(LabError) -> RunDirectory {
        let parent = absolute(output)
        let candidates = run.map { [absolute($0), "\(parent)/\($0)"] } ?? ["\(parent)/current"]
        for path in candidates where FileManager.default.fileExists(atPath: "\(path)/run.json") {
            return RunDirectory(path: URL(filePath: path).resolvingSymlinksInPath().path)
        }
        throw LabError("no run of the lab at \(candidates.joined(separator: " or "))")
    }

    func manifest() throws(LabError) -> RunManifest { try read(RunManifest.self, from: "run.json") }

    func write(_ value: some Encodable, to name: String) throws(LabError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(value) + Data("\n".utf8)).write(to: URL(filePath: "\(path)/\(name)"), options: .atomic)
        } catch {
            throw LabError("cannot write \(path)/\(name): \(error.localizedDescription)")
        }
    }

    func write(_ text: String, to name: String) throws(LabError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        } catch {
            throw LabError("cannot write \(path)/\(name): \(error.localizedDescription)")
        }
    }

    func read<Value: Decodable>(_ type: Value.Type, from name: String) throws(LabError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: "\(path)/\(name)")))
        } catch {
            throw LabError("cannot read \(path)/\(name): \(error)")
        }
    }

    /// The last lines of a file, for an error message; empty when there is no such file.
    static func tail(_ path: String, lines: Int = 5) -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data.suffix(16_384), as: UTF8.self)
            .split(separator: "\n").suffix(lines).map(String.init)
    }

    private static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path
    }
}
