import ExpositionChecker

/// One series of an exposition, whatever the order of its labels.
struct Series: Hashable {
    var name: String
    var labels: [String: String]
}

extension ExpositionChecker {
    /// What the library promises of its text beyond the format: metadata everywhere, and one order.
    static let strictText = ExpositionChecker(format: .text, requiresOrder: true, requiresMetadata: true)

    static let strictOpenMetrics = ExpositionChecker(format: .openMetrics, requiresOrder: true, requiresMetadata: true)
}

extension ExpositionChecker.Report {
    /// Every series that was read, with its value.
    var values: [Series: Double] {
        Dictionary(
            samples.map { sample in
                let labels = Dictionary(sample.labels.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
                return (Series(name: sample.name, labels: labels), sample.value)
            },
            uniquingKeysWith: { $1 }
        )
    }
}
