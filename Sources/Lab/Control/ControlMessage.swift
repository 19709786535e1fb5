import Foundation

/// What `lab ctl` asks of the running lab: one JSON object on one line of the control socket.
struct ControlRequest: Codable, Equatable, Sendable {
    enum Action: String, CaseIterable, Codable, Sendable {
        /// SIGKILL; down until `restart` or `heal`.
        case kill
        /// Ends the target in good order if it runs, and starts it.
        case restart
        /// SIGKILL; the supervisor brings it back with back-off.
        case crash
        /// SIGSTOP: connections are accepted and never answered.
        case stop
        /// SIGCONT.
        case resume
        /// Drops packets to and from the target's port.
        case partition
        /// Undoes everything that was done to the target: held down, stopped, faults.
        case heal
        /// Sets (`key=value …`) or removes (`clear`) a backend's faults.
        case faults
        /// `mark EXPERIMENT FAULT on|off`: the fault's marker on the load generator.
        case mark
        /// One line per process.
        case status
    }

    let action: Action
    /// The target, then what the action takes.
    let arguments: [String]
}

/// The lab's answer: one JSON object on one line.
struct ControlResponse: Codable, Equatable, Sendable {
    let isDone: Bool
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
