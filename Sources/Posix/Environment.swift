import CLinux

/// The process's environment variables.
public enum Environment {
    /// All variables by name. Call it at start-up, before other threads run: nothing guards the C library's table.
    public static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        guard var entry = holdfast_environment() else { return variables }
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return variables
    }
}
