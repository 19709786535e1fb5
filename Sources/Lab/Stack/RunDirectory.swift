import Glibc
import Foundation

/// The folder of one run, `DIR/<run-id>`, and what lies in it:
///
///     run.json              what the run was started with
///     results.json          verdicts and figures
///     control.sock          where `lab ctl` speaks to the running lab; gone when it has ended
///     prometheus.yml        the generated configuration;  rules/ its rules;  prometheus/ its data;
///                           prometheus-open.yml  to look at a finished run
///     targets/              where Prometheus looks for the spare client
///     alertmanager.yml      Alertmanager's configuration;  alertmanager/ its data
///     logs/NAME.jsonl       a service's stdout;  NAME.err its stderr
///     logs/chaos-from-page.out  what `lab chaos` said that was started on the live page;  .err its stderr
///     experiment.lock       held while an experiment runs
///     index.html            the report;  compare.html  beside another run, where they were compared
///     EXPERIMENT/           journal.json and the output of Chaos Toolkit; curves.json, what the report draws
///
/// `DIR/current` is a symbolic link to the run that came up last.
struct RunDirectory: Sendable {
    let path: String

    var controlSocket: String { "\(path)/control.sock" }
    var results: String { "\(path)/results.json" }

    func log(_ name: String) -> String { "\(path)/logs/\(name).jsonl" }
    func errorLog(_ name: String) -> String { "\(path)/logs/\(name).err" }
    func experiment(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes the folder of a new run, which no other run has.
    static func create(
        in output: String,
        options: RunOptions,
        startedAt: Date
    ) throws(LabError) -> (RunDirectory, RunManifest) {
        let parent = absolute(output)
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw LabError("cannot make the folder \(parent): \(reason(error))")
        }
        var ordinal = 1
        while true {
            let manifest = RunManifest(options: options, startedAt: startedAt, ordinal: ordinal)
            let directory = RunDirectory(path: "\(parent)/\(manifest.id)")
            if mkdir(directory.path, 0o755) == 0 {
                try directory.prepare(manifest)
                return (directory, manifest)
            }
            guard errno == EEXIST, ordinal < 100 else {
                throw LabError("cannot make the folder \(directory.path): \(systemError())")
            }
            ordinal += 1
        }
    }

    private func prepare(_ manifest: RunManifest) throws(LabError) {
        try makeFolder("logs")
        try write(manifest, to: "run.json")
    }

    /// Points `current` at this run: from when it is up on, so that one that cannot start does not hide one that runs.
    func makeCurrent() throws(LabError) {
        let url = URL(filePath: path)
        let link = "\(url.deletingLastPathComponent().path)/current"
        // By a rename, so that the link is never missing, and labs that start together do not meet.
        guard symlink(url.lastPathComponent, "\(path)/current") == 0, rename("\(path)/current", link) == 0 else {
            throw LabError("cannot make the link \(link): \(systemError())")
        }
    }

    /// Makes a folder in the run's folder.
    func makeFolder(_ name: String) throws(LabError) {
        guard mkdir("\(path)/\(name)", 0o755) == 0 else {
            throw LabError("cannot make the folder \(path)/\(name): \(systemError())")
        }
    }

    /// The run that `run` names: a path, or a run's id in `output`; without it the current one.
    static func open(_ run: String?, in output: String) throws(LabError) -> RunDirectory {
        let parent = absolute(output)
        let candidates =
            run.map { $0.hasPrefix("/") ? [$0] : [absolute($0), "\(parent)/\($0)"] } ?? ["\(parent)/current"]
        for path in candidates where FileManager.default.fileExists(atPath: "\(path)/run.json") {
            return RunDirectory(path: URL(filePath: path).resolvingSymlinksInPath().path)
        }
        throw LabError("no run of lab at \(candidates.joined(separator: " or "))")
    }

    func manifest() throws(LabError) -> RunManifest {
        let manifest = try read(RunManifest.self, from: "run.json")
        for (name, value, range) in [
            ("base port", manifest.basePort, RunOptions.basePorts), ("rate", manifest.rate, RunOptions.rates),
            ("fault window", manifest.faultWindow ?? RunOptions.faultWindows.lowerBound, RunOptions.faultWindows),
        ] where !range.contains(value) {
            throw LabError("\(path)/run.json is not of lab: \(name) \(value)")
        }
        return manifest
    }

    /// Copies a file or folder into the run's folder: what is changed elsewhere while the lab runs does not reach it.
    func copy(_ source: String, to name: String) throws(LabError) {
        do {
            try FileManager.default.copyItem(atPath: source, toPath: "\(path)/\(name)")
        } catch {
            throw LabError("cannot copy \(source) to \(path)/\(name): \(Self.reason(error))")
        }
    }

    /// A value as the run's files have it.
    ///
    /// - Parameter isCompact: for what has thousands of numbers: on one line.
    static func json(_ value: some Encodable, isCompact: Bool = false) throws(LabError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if !isCompact { encoder.outputFormatting.insert(.prettyPrinted) }
        do {
            return try encoder.encode(value) + Data("\n".utf8)
        } catch {
            throw LabError("cannot encode \(type(of: value)): \(error)")
        }
    }

    /// - Parameter isCompact: for what has thousands of numbers: on one line.
    func write(_ value: some Encodable, to name: String, isCompact: Bool = false) throws(LabError) {
        let data = try Self.json(value, isCompact: isCompact)
        do {
            try data.write(to: URL(filePath: "\(path)/\(name)"), options: .atomic)
        } catch {
            throw LabError("cannot write \(path)/\(name): \(Self.reason(error))")
        }
    }

    func write(_ text: String, to name: String) throws(LabError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        } catch {
            throw LabError("cannot write \(path)/\(name): \(Self.reason(error))")
        }
    }

    func read<Value: Decodable>(_ type: Value.Type, from name: String) throws(LabError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: "\(path)/\(name)")))
        } catch is DecodingError {
            throw LabError("\(path)/\(name) is damaged, or not of this version of lab")
        } catch {
            throw LabError("cannot read \(path)/\(name): \(Self.reason(error))")
        }
    }

    /// The last lines of a file, for an error message; empty when there is no such file.
    static func tail(_ path: String, lines: Int = 5) -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data.suffix(16_384), as: UTF8.self)
            .split(separator: "\n").suffix(lines).map(String.init)
    }

    /// The system's own words, where Foundation has wrapped them.
    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { return cause.localizedDescription }
        return error.localizedDescription
    }

    private static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path
    }
}
