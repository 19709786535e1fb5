import Testing

@testable import Lab

@Suite struct DrawingTests {
    private func point(_ x: Double, _ y: Double) -> Drawing.Point { Drawing.Point(x: x, y: y) }

    @Test(arguments: [
        (0, 0...1), (3, 0...3), (25, 0...30), (58, 0...60), (98, 0...100), (203, 0...300), (0.7, 0...0.8),
        (.infinity, 0...1),
    ])
    func aScaleFromZeroEndsInARoundNumber(highest: Double, domain: ClosedRange<Double>) {
        let found = Scale.fromZero(to: highest)
        #expect(found.lowerBound == 0)
        #expect(abs(found.upperBound - domain.upperBound) < 1e-9)
    }

    @Test func decadesHoldEveryValueWithRoomForALabel() {
        #expect(Scale.decades([0.002, 0.5, 0, .infinity]) == 0.001...1)
        // 984 ms would lie on the upper edge of a scale to 1 s.
        #expect(Scale.decades([0.002, 0.984]) == 0.001...10)
        #expect(Scale.decades([0.001]) == 0.001...0.01)
        #expect(Scale.decades([0]) == 0.001...1)
    }

    @Test func positionsRunFromStartToEnd() {
        let scale = Scale(kind: .linear, domain: 0...50, start: 100, end: 0)
        #expect([0, 25, 50, 60, -1].map(scale.position) == [100, 50, 0, 0, 100])
        let decades = Scale(kind: .logarithmic, domain: 0.001...10, start: 0, end: 4)
        for (value, position) in [(0.001, 0.0), (0.1, 2), (10, 4), (0, 0)] {
            #expect(abs(decades.position(value) - position) < 1e-9)
        }
        #expect(Scale(kind: .linear, domain: 1...1, start: 7, end: 9).position(1) == 7)
    }

    @Test func ticksAreRoundAndWithinTheDomain() {
        #expect(Scale(kind: .linear, domain: 0...60, start: 0, end: 1).ticks(3) == [0, 20, 40, 60])
        #expect(Scale(kind: .linear, domain: -10...36, start: 0, end: 1).ticks(6) == [-10, 0, 10, 20, 30])
        #expect(Scale(kind: .linear, domain: -2...3, start: 0, end: 1).ticks(1) == [0])
        let decades = Scale(kind: .logarithmic, domain: 0.001...10, start: 0, end: 1).ticks(5)
        #expect(decades.count == 5 && abs(decades[2] - 0.1) < 1e-12)
        #expect(Scale(kind: .logarithmic, domain: 0.001...1_000, start: 0, end: 1).ticks(3).count == 4)
    }

    @Test func numbersHaveOneDecimalAtMost() {
        #expect([1, 1.25, -0.04, -3.46, 99.96].map(Drawing.number) == ["1", "1.3", "0", "-3.5", "100"])
    }

    @Test func aLineHasAGapWhereThereIsNoValue() {
        #expect(Drawing.line([point(0, 1), point(1, 2), nil, nil, point(3, 4)]) == "M0 1L1 2M3 4h0")
        #expect(Drawing.line([nil]).isEmpty)
    }

    @Test func anAreaLiesBetweenTwoLines() {
        let (upper, lower) = ([point(0, 1), point(1, 1), nil, point(3, 2)], [point(0, 5), point(1, 4), nil, nil])
        #expect(Drawing.area(upper: upper, lower: lower) == "M0 1L1 1L1 4L0 5Z")
    }

    @Test func downsamplingKeepsMeansOrPeaks() {
        let values: [Double?] = [1, 3, nil, nil, 5]
        #expect(Downsampling.apply(values, stride: 2, .mean) == [2, nil, 5])
        #expect(Downsampling.apply(values, stride: 2, .highest) == [3, nil, 5])
        #expect(Downsampling.apply(values, stride: 1, .mean) == values)
        #expect([120, 121, 240, 241].map { Downsampling.stride($0, limit: 120) } == [1, 2, 2, 3])
    }

    @Test func markupIsEscaped() {
        #expect(HTML.text("a<b> & \"c\" 'd'") == "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;")
        #expect(HTML.identifier("a b\"é1-") == "a-b--1-")
        #expect(Drawing.text("<x>", x: 1, y: 2) == "<text x=\"1\" y=\"2\">&lt;x&gt;</text>")
    }
}
