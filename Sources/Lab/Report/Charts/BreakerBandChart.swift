/// A mode's breakers over time, one band each: how much of every second it was open, or half-open. Pure.
struct BreakerBandChart {
    struct Band {
        /// `calls`, or an endpoint's address.
        let name: String
        /// Of 1, one per time; nil where the breaker was not there.
        let open: [Double?]
        let halfOpen: [Double?]
    }

    static let pitch = 30.0
    private static let bandHeight = 14.0

    let frame: ChartFrame
    /// Seconds from the fault's start, one per value; a value is of the time that ends there.
    let times: [Double]
    /// Seconds between two values.
    let step: Double
    let bands: [Band]
    /// How many seconds the fault lasted.
    let fault: Double

    var content: String {
        if bands.isEmpty {
            let (x, y) = ((frame.time.start + frame.time.end) / 2, (frame.value.start + frame.value.end) / 2)
            return Drawing.text("no breaker", x: x, y: y, anchor: "middle", style: "quiet")
        }
        return bands.enumerated().map { index, band in
            let top = frame.value.end + Double(index) * Self.pitch
            let bottom = top + Self.pitch - 3
            return names(band, top + 10) + segments(band.open.map { $0 == nil ? nil : 1 }, "closed", bottom)
                + segments(band.open, "open", bottom) + segments(band.halfOpen, "half-open", bottom, above: band.open)
        }.joined()
    }

    private func names(_ band: Band, _ y: Double) -> String {
        Drawing.text(band.name, x: frame.time.start, y: y, style: "tick")
            + Drawing.text(
                "open \(FigureFormat.ratio(Self.share(band.open, times, fault), digits: 0)) of the fault",
                x: frame.time.end,
                y: y,
                anchor: "end",
                style: "tick"
            )
    }

    /// The mean during the fault.
    static func share(_ values: [Double?], _ times: [Double], _ fault: Double) -> Double {
        let within = zip(times, values).filter { $0.0 > 0 && $0.0 <= fault }.compactMap(\.1)
        return within.isEmpty ? 0 : within.reduce(0, +) / Double(within.count)
    }

    /// A bar for each stretch of time with the same share, as high as the share.
    private func segments(_ shares: [Double?], _ style: String, _ bottom: Double, above: [Double?] = []) -> String {
        var path = ""
        var index = 0
        while index < shares.count {
            let from = index
            let (share, base) = (shares[from], above.isEmpty ? 0 : above[from] ?? 0)
            repeat {
                index += 1
            } while index < shares.count && shares[index] == share
                && (above.isEmpty ? 0 : above[index] ?? 0) == base
            guard let share, share > 0 else { continue }
            let (left, right) = (frame.time.position(times[from] - step), frame.time.position(times[index - 1]))
            let height = share * Self.bandHeight
            let y = bottom - base * Self.bandHeight - height
            path +=
                "M\(Drawing.number(left)) \(Drawing.number(y))H\(Drawing.number(right))"
                + "v\(Drawing.number(height))H\(Drawing.number(left))Z"
        }
        return path.isEmpty ? "" : "<path class=\"band \(style)\" d=\"\(path)\"/>"
    }
}
