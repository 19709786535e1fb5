import Foundation

/// A change that the page asks for. Pure.
enum PageCommand: Equatable, Sendable {
    /// What `lab ctl` would do.
    case control(ControlRequest)
    case startExperiment(String)
    case endExperiment

    /// What may be done by a click; markers are the experiments' business.
    static let actions: Set<ControlRequest.Action> = [
        .kill, .drain, .restart, .crash, .stop, .resume, .partition, .heal, .faults, .load,
    ]

    private struct Experiment: Decodable {
        let name: String
    }

    /// The command of a path and the JSON in its body; nil where there is no such path.
    init?(path: String, body: [UInt8]) throws(LabError) {
        switch path {
        case "/control":
            let request = try Self.decode(ControlRequest.self, body)
            guard Self.actions.contains(request.action) else {
                throw LabError("the page does not do \(request.action.rawValue)", exitCode: .usage)
            }
            try request.validate()
            self = .control(request)
        case "/experiment/start":
            self = .startExperiment(try Self.decode(Experiment.self, body).name)
        case "/experiment/end":
            self = .endExperiment
        default:
            return nil
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws(LabError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw LabError("the body is no such command", exitCode: .usage)
        }
    }
}
