import Foundation

@testable import Lab

/// Journals that Chaos Toolkit has written, and how to change one place of them.
enum JournalFixture {
    static func journal(_ text: String) throws -> Journal {
        try Journal.read(Data(text.utf8))
    }

    /// The passed journal with the output of the activities of that name replaced; what the tool writes for another
    /// answer or exit code differs from it in nothing else.
    static func passed(output: String, of activity: String, in text: String = passed) throws -> Journal {
        var root = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        let output = try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
        guard case .object(var members) = root else { return try journal(text) }
        for part in ["run", "rollbacks"] {
            members[part] = .array(
                (members[part]?.array ?? []).map { run in
                    guard run["activity"]?["name"]?.string == activity, case .object(var fields) = run else {
                        return run
                    }
                    fields["output"] = output
                    return .object(fields)
                }
            )
        }
        root = .object(members)
        return try Journal.read(try JSONEncoder().encode(root))
    }
}
