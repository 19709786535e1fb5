/// The text that `--help` prints.
public enum HelpText {
    /// What the program is, what it can be told while it runs, and a table of all settings with defaults and ranges.
    static func render(_ definition: ServiceDefinition, settings: [SettingDescription]) -> String {
        var text = "\(definition.name): \(definition.summary)\n\n"
        text += "  \(definition.name) \(ProbeCommand.form)\n"
        text += "asks any address whether it is well: exit code 0 for a status from 200 to 399, else 1.\n\n"
        for command in definition.commands {
            text += "  \(definition.name) \(command.name) \(command.form)\n"
        }
        if !definition.commands.isEmpty { text += "change the one that runs here with the same settings.\n\n" }
        text += "Every setting is an environment variable and a flag of the same name.\n"
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
