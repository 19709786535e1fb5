/// Asks the lab's Prometheus for the page's curves.
struct CurveFeed {
    let prometheus: PrometheusClient

    /// Every curve from `start` to `end`, both included, in Unix seconds.
    func block(from start: Int, to end: Int) throws(LabError) -> CurveBlock {
        let range = PromQL.Interval(
            start: PromQL.Instant(seconds: Double(start)),
            end: PromQL.Instant(seconds: Double(end))
        )
        var block = CurveBlock(start: start, count: end - start + 1)
        for question in LiveCurves.questions {
            for line in question.lines {
                for answer in try prometheus.range(line.promQL, range, step: CurveTaker.step) {
                    guard let series = CurveTaker.series(answer, line.name, range, block.count) else { continue }
                    let key = CurveBlock.Key(
                        curve: question.id,
                        line: line.name,
                        mode: series.mode,
                        breaker: series.breaker
                    )
                    block.series[key] = series.values
                }
            }
        }
        return block
    }
}
