/// Verdicts as the report shows them: with a mark and a word, so that no colour is needed. Pure.
enum VerdictText {
    static func html(_ outcome: Verdict.Outcome) -> String {
        switch outcome {
        case .passed: "<span class=\"verdict\">✓ passed</span>"
        case .failed: "<span class=\"verdict failed-text\">✗ failed</span>"
        case .skipped: "<span class=\"verdict quiet\">– skipped</span>"
        }
    }
}
