/// The text that `--help` prints.
public enum HelpText {
    /// A table of all settings with defaults and ranges.
    public static func render(program: String, summary: String, settings: [SettingDescription]) -> String {
        var text = "\(program): \(summary)\n\nEvery setting is an environment variable and a flag of the same name.\n"
        let width = settings.map(\.name.count).max() ?? 0
        for setting in settings {
            let name = setting.name + String(repeating: " ", count: width - setting.name.count)
            let standard = setting.defaultText.isEmpty ? "none" : setting.defaultText
            text += "\n  \(name)  \(setting.summary)\n"
            text += "  \(String(repeating: " ", count: width))  \(setting.flag)"
            text += " (default \(standard); \(setting.accepted))\n"
        }
        return text
    }
}
