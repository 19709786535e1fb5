import Foundation

/// Lays out as text what became of scrapes. Pure.
enum ScrapingTable {
    private static let header = [
        "", "series", "samples/s", "MB/s", "up to date", "late", "timed out", "missed", "p50", "p99", "cores", "GiB",
        "too little",
    ]

    static func text(_ results: ScrapingResults) -> String {
        let rows = [header] + results.variants.map { row($0.name, $0.scraping) }
        let seed = results.variants.first.map { ", seed \($0.seed)" } ?? ""
        return "\(results.scenario.title)\(seed)\n\n" + SimulationTable.aligned(rows).joined(separator: "\n") + "\n\n"
            + legend
    }

    private static let legend = """
        up to date: scrapes taken in before the next came due; late: after that; timed out: not answered in time; missed:
        never begun, the one before was not over; p50, p99: of a scrape; cores (busy) and GiB: of the server with most targets

        """

    private static func row(_ name: String, _ figures: ScrapingFigures) -> [String] {
        func count(_ value: Int) -> String { FigureFormat.text(Double(value), .count) }
        let shortages = figures.shortages.map(\.rawValue).joined(separator: ", ")
        return [
            name,
            count(figures.series),
            FigureFormat.text(figures.samplesPerSecond, .count),
            String(format: "%.2f", figures.bytesPerSecond / 1e6),
            FigureFormat.text(figures.due > 0 ? Double(figures.upToDate) / Double(figures.due) : nil, .ratio),
            count(figures.late),
            count(figures.timedOut),
            count(figures.missed),
            FigureFormat.text(figures.scrapeTime?.p50, .seconds),
            FigureFormat.text(figures.scrapeTime?.p99, .seconds),
            String(format: "%.2f", figures.fullest.coresBusy),
            String(format: "%.2f", figures.fullest.memoryBytes / 1_073_741_824),
            shortages.isEmpty ? "-" : shortages,
        ]
    }
}
