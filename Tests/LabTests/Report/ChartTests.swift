import Testing

@testable import Lab

@Suite struct ChartTests {
    /// Ten seconds are 208 units, and 80 units are 80 in value.
    private let frame = ChartFrame(plotHeight: 80, times: 0...10, values: 0...80)

    private func layer(_ name: String, _ values: [Double?]) -> StackedAreaChart.Layer {
        StackedAreaChart.Layer(name: name, style: name, values: values)
    }

    @Test func layersLieOnTopOfEachOther() {
        let chart = StackedAreaChart(
            frame: frame,
            times: [0, 10],
            layers: [layer("a", [40, 40]), layer("b", [20, 40])]
        )
        #expect(chart.content.contains("<path class=\"a\" d=\"M42 50L250 50L250 90L42 90Z\"/>"))
        #expect(chart.content.contains("<path class=\"b\" d=\"M42 30L250 10L250 50L42 50Z\"/>"))
    }

    @Test func aLayerThatIsZeroIsNotDrawn() {
        let chart = StackedAreaChart(
            frame: frame,
            times: [0, 2, 4, 6, 8, 10],
            layers: [
                layer("a", [40, 40, 40, 40, 40, 40]), layer("b", [0, 0, 0, 0, 0, 0]), layer("c", [0, 0, 0, 0, 9, 9]),
            ]
        )
        #expect(!chart.content.contains("\"b"))
        // Its edge begins where it does: before, it would hide the edge of the layer below.
        #expect(chart.content.contains("<path class=\"c edge\" d=\"M166.8 50L208.4 41L250 41\"/>"))
    }

    @Test func aNameStandsInItsAreaOrNowhere() {
        let upper = [0.0, 5, 10].map { Optional(frame.point($0, 40)) }
        let wide = [0.0, 5, 10].map { Optional(frame.point($0, 0)) }
        let thin = [0.0, 5, 10].map { Optional(frame.point($0, 35)) }
        #expect(StackedAreaChart.place("fresh", between: upper, and: wide).contains("y=\"73.5\""))
        #expect(StackedAreaChart.place("fresh", between: upper, and: thin).isEmpty)
        #expect(StackedAreaChart.place(String(repeating: "x", count: 60), between: upper, and: wide).isEmpty)
    }

    @Test func linesHaveTheirNamesApartAndTheLastItsPeak() {
        let chart = LineChart(
            frame: frame,
            times: [0, 5, 10],
            lines: [
                LineChart.Line(name: "low", style: "l", values: [9, 9, 9]),
                LineChart.Line(name: "high", style: "h", values: [10, nil, 11]),
            ],
            label: { "\(Int($0)) units" }
        )
        #expect(chart.content.contains("<path class=\"h\" d=\"M42 80h0M250 79h0\"/>"))
        #expect(chart.content.contains("y=\"82.5\" class=\"tick\">high"))
        // Ten lower: at its own height it would be written over the other.
        #expect(chart.content.contains("y=\"92.5\" class=\"tick\">low"))
        #expect(chart.content.contains("cx=\"250\" cy=\"79\"") && chart.content.contains(">11 units</text>"))
    }

    @Test func bandsAreAsHighAsTheShareOfTime() {
        let chart = BreakerBandChart(
            frame: frame,
            times: [1, 2, 3, 4],
            step: 1,
            bands: [BreakerBandChart.Band(name: "calls", open: [0, 1, 1, 0.5], halfOpen: [0, 0, 0, 0.5])],
            fault: 4
        )
        // Two seconds as one bar, from the time at which the first began; then half a bar, and half-open above it.
        #expect(chart.content.contains("class=\"band open\" d=\"M62.8 23H104.4v14H62.8ZM104.4 30H125.2v7H104.4Z\""))
        #expect(chart.content.contains("class=\"band half-open\" d=\"M104.4 23H125.2v7H104.4Z\""))
        #expect(chart.content.contains("open 62 % of the fault"))
    }

    @Test func aModeWithoutBreakersSaysSo() {
        let chart = BreakerBandChart(frame: frame, times: [1], step: 1, bands: [], fault: 1)
        #expect(chart.content.contains(">no breaker</text>"))
    }

    @Test func onlyTimeWithinTheFaultCountsForTheShare() {
        #expect(BreakerBandChart.share([1, 0, 1, nil, 1], [0, 1, 2, 3, 9], 4) == 0.5)
        #expect(BreakerBandChart.share([], [], 4) == 0)
    }

    @Test func aChartHasTheFaultShadedAndATextAlternative() {
        let svg = frame.chart(
            id: "x",
            title: "A & B",
            description: "<high>",
            fault: 5,
            label: { "\(Int($0))" },
            content: "!"
        )
        #expect(svg.contains("role=\"img\" aria-labelledby=\"x-t\" aria-describedby=\"x-d\""))
        #expect(svg.contains("<title id=\"x-t\">A &amp; B</title><desc id=\"x-d\">&lt;high&gt;</desc>"))
        #expect(svg.contains("<rect class=\"fault\" x=\"42\" y=\"10\" width=\"104\" height=\"80\"/>"))
        #expect(svg.contains(">0 s</text>") && svg.contains(">10</text>"))
    }

    @Test func chartsOfARowShareTheirScalesAlsoBetweenRuns() {
        func row(_ sets: [CurveSet]) -> ChartRow {
            ChartRow(
                experiment: "hang",
                id: .answers,
                sources: sets.map { ChartRow.Source(name: "", set: $0) }
            )
        }
        let (small, large) = (ReportFixture.curves(), ReportFixture.curves(rate: 190))
        #expect(row([small]).frame.value.domain == 0...60)
        #expect(row([small, large]).frame.value.domain == 0...200)
        #expect(row([small]).frame.time.domain == -5...15)
    }
}
