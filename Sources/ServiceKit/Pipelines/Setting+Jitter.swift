public import Resilience

extension Setting where Value == Jitter {
    /// How waits are spread: `full`, `equal`, `decorrelated`, `none`, or `proportional(0.1)` with a share from 0 to 1.
    public static func jitter(_ name: String, default text: String, _ summary: String) -> Setting {
        Setting(
            name,
            default: text,
            accepted: "one of proportional(0…1), full, equal, decorrelated, none",
            summary: summary
        ) { text in
            switch text {
            case "none": return Jitter.none
            case "full": return .full
            case "equal": return .equal
            case "decorrelated": return .decorrelated
            default:
                guard text.hasPrefix("proportional("), text.hasSuffix(")"),
                    let share = NumberText.parse(String(text.dropFirst("proportional(".count).dropLast())), share <= 1
                else { return nil }
                return .proportional(share)
            }
        }
    }
}
