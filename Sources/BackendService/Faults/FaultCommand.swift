import HTTPCore
import ServiceKit

/// `backend-service faults …`: what `/faults` does, from inside a container.
enum FaultCommand {
    static let faults = AdminCommand("faults", form: "show | clear | set KEY=VALUE ...") { words in
        switch words.first {
        case "show" where words.count == 1: .init(.get, "/faults")
        case "clear" where words.count == 1: .init(.delete, "/faults")
        case "set" where words.count > 1: pairs(words.dropFirst()).map { .init(.put, "/faults", $0) }
        default: nil
        }
    }

    /// Nil where one of the words has no name or no `=`.
    private static func pairs(_ words: ArraySlice<String>) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else { return nil }
            pairs.append((parts[0], parts[1]))
        }
        return pairs
    }
}
