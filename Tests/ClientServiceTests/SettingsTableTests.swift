import Foundation
import Testing

@testable import ClientService
@testable import ServiceKit

/// docs/resilience.md lists the settings as `client-service --help` does.
@Suite struct SettingsTableTests {
    /// The rows of the tables whose first column is a setting.
    private func rows() throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let guide = try String(contentsOf: root.appending(path: "docs/resilience.md"), encoding: .utf8)
        return guide.split(separator: "\n").map(String.init).filter { line in
            line.prefixMatch(of: #/\| `[A-Z_]+` \|/#) != nil
        }
    }

    private func row(_ setting: SettingDescription) -> String {
        let standard = setting.defaultText.isEmpty ? "none" : "`\(setting.defaultText)`"
        return "| `\(setting.name)` | \(standard) | \(setting.summary) |"
    }

    @Test func everySettingHasItsRow() throws {
        let limits = [
            CommonSettings.rateLimit.description, CommonSettings.maxInFlight.description,
            CommonSettings.maxQueue.description,
        ]
        #expect(try rows().sorted() == (ClientSettings.all + limits).map(row).sorted())
    }
}
