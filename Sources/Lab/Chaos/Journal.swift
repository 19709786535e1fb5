import Foundation

/// The journal of one run of Chaos Toolkit (1.19), as far as it is judged.
struct Journal: Decodable {
    struct Experiment: Decodable {
        let method: [Activity]
        let rollbacks: [Activity]?
        /// Values by name, or where they come from: `{"type": "env", "key": …, "default": …}`.
        let configuration: [String: JSONValue]?

        /// A query with the values it was asked with in the places of their names, `${name}`. What has no value stays
        /// as it is.
        ///
        /// - Parameter environment: what the experiment was run with.
        func filled(_ query: String, _ environment: [String: String]) -> String {
            (configuration ?? [:]).reduce(query) { text, entry in
                let value = entry.value["key"]?.string.flatMap { environment[$0] }
                guard let value = value ?? (entry.value["default"] ?? entry.value).plainText else { return text }
                return text.replacing("${\(entry.key)}", with: value)
            }
        }
    }

    struct Activity: Decodable {
        struct Provider: Decodable {
            let type: String
            /// The name of a Python function.
            let function: String?
            let arguments: JSONValue?

            private enum CodingKeys: String, CodingKey {
                case type, arguments
                case function = "func"
            }
        }

        let name: String
        let provider: Provider

        /// The query of a Prometheus probe.
        var query: String? { provider.arguments?["query"]?.string }
    }

    /// One activity that ran.
    struct Run: Decodable {
        let activity: Activity
        let status: String
        let output: JSONValue?
        let exception: JSONValue?
        /// Only on the probes of the steady state.
        let toleranceMet: Bool?

        private enum CodingKeys: String, CodingKey {
            case activity, status, output, exception
            case toleranceMet = "tolerance_met"
        }
    }

    /// One check of the steady-state hypothesis.
    struct Check: Decodable {
        let isMet: Bool
        let probes: [Run]

        private enum CodingKeys: String, CodingKey {
            case isMet = "steady_state_met"
            case probes
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            // The tool leaves both out, or null, where the check broke off.
            isMet = try container.decodeIfPresent(Bool.self, forKey: .isMet) ?? false
            probes = try container.decodeIfPresent([Run].self, forKey: .probes) ?? []
        }
    }

    struct Checks: Decodable {
        let before: Check?
        let after: Check?
        let during: [Check]?
    }

    let status: String
    let deviated: Bool
    let experiment: Experiment
    let checks: Checks
    let run: [Run]
    let rollbacks: [Run]

    private enum CodingKeys: String, CodingKey {
        case status, deviated, experiment, run, rollbacks
        case checks = "steady_states"
    }

    /// Reads `journal.json`.
    static func read(_ data: Data) throws(LabError) -> Journal {
        do {
            return try JSONDecoder().decode(Journal.self, from: data)
        } catch {
            throw LabError("the journal is not one of Chaos Toolkit 1.19: \(error)", exitCode: .verdictFailed)
        }
    }
}
