import Foundation

/// What `lab ctl` asks of the running lab: one JSON object on one line of the control socket.
struct ControlRequest: Codable, Equatable, Sendable {
    enum Action: String, CaseIterable, Codable, Sendable {
        /// SIGKILL; down until `restart` or `heal`.
        case kill
        /// Ends the target in good order: it gets no new requests where another can take them, and answers what it has;
        /// down until `restart` or `heal`.
        case drain
        /// Drains the target if it runs, starts it, and waits until it is ready.
        case restart
        /// SIGKILL; the supervisor brings it back with back-off.
        case crash
        /// SIGSTOP: connections are accepted and never answered.
        case stop
        /// SIGCONT.
        case resume
        /// Drops packets to and from the target's application port; its administration port stays reachable.
        case partition
        /// Undoes everything that was done to the target: held down, stopped, partitioned, faults.
        case heal
        /// Sets (`key=value …`) or removes (`clear`) a backend's faults.
        case faults
        /// Multiplies the load of every target; 1 is `RATE` again.
        case load
        /// Whether something can be done on this machine that not every machine allows.
        case can
        /// The marker of a fault on the load generator; without FAULT `off` clears all of the experiment's.
        case mark
        /// One line per process.
        case status

        /// What follows the action on the command line.
        var form: String {
            switch self {
            case .faults: "TARGET key=value … | TARGET clear"
            case .mark: "EXPERIMENT FAULT on|off | EXPERIMENT off"
            case .load: "one FACTOR above 0"
            case .can: "partition"
            case .status: "nothing"
            case .kill, .drain, .restart, .crash, .stop, .resume, .partition, .heal: "one TARGET"
            }
        }
    }

    let action: Action
    /// The target, then what the action takes.
    let arguments: [String]

    /// Throws a usage error where the arguments are wrong whatever runs.
    func validate() throws(LabError) {
        let isRight =
            switch action {
            case .status: arguments.isEmpty
            case .load: arguments.count == 1 && Double(arguments[0]).map { $0 > 0 && $0.isFinite } == true
            case .can: arguments == ["partition"]
            case .mark:
                arguments.count == 3 && ["on", "off"].contains(arguments[2])
                    || arguments.count == 2 && arguments[1] == "off"
            case .faults:
                arguments.count >= 2
                    && (arguments.dropFirst() == ["clear"] || arguments.dropFirst().allSatisfy(Self.isPair))
            case .kill, .drain, .restart, .crash, .stop, .resume, .partition, .heal: arguments.count == 1
            }
        if isRight { return }
        let given = arguments.isEmpty ? "" : ", not \"\(arguments.joined(separator: " "))\""
        throw LabError("ctl \(action.rawValue) takes \(action.form)\(given)", exitCode: .usage)
    }

    private static func isPair(_ text: String) -> Bool {
        text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).count == 2 && text.first != "="
    }
}

/// The lab's answer: one JSON object on one line.
struct ControlResponse: Codable, Equatable, Sendable {
    /// What `lab ctl` exits with.
    let exitCode: ExitCode
    /// What happened, or why it could not be done.
    let message: String
}

/// Lines of JSON, the control socket's form.
enum ControlCodec {
    static let longestLine = 65_536

    static func encode(_ value: some Encodable) throws(LabError) -> Data {
        do {
            return try JSONEncoder().encode(value) + Data("\n".utf8)
        } catch {
            throw LabError("cannot encode a control message: \(error)")
        }
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from line: Data) throws(LabError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: line)
        } catch {
            throw LabError("not a control message: \(String(decoding: line.prefix(200), as: UTF8.self))")
        }
    }
}
