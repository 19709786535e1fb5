import HTTPCore
import ServiceKit

/// What an experiment tells the load generator from inside its container.
enum ExperimentCommands {
    /// Sets and clears the marker of an experiment's fault, as `/chaos` does.
    static let mark = AdminCommand("mark", form: "EXPERIMENT FAULT on|off") { words in
        guard words.count == 3, words[2] == "on" || words[2] == "off" else { return nil }
        return .init(words[2] == "on" ? .put : .delete, "/chaos", [("experiment", words[0]), ("fault", words[1])])
    }

    /// Multiplies the load, as `/rate` does; 1 is `RATE` again.
    static let load = AdminCommand("load", form: "FACTOR") { words in
        guard words.count == 1, let factor = NumberText.parse(words[0]) else { return nil }
        return factor == 1 ? .init(.delete, "/rate") : .init(.put, "/rate", [("factor", words[0])])
    }
}
