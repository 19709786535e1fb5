/// How much more load than usual a peak is, and how much the backends can do meanwhile. Pure.
///
/// A capacity that follows from the rate makes the same storm at any `--rate`: calls come at four times the base rate
/// to backends that can do 2.6 times of it.
enum LoadPeak {
    /// What the base rate is multiplied by.
    static let factor = 4

    /// Requests per second that one of a mode's two backends can do, as the fault `capacity` takes it.
    ///
    /// - Parameter rate: requests per second and mode.
    static func backendCapacity(rate: Int) -> String {
        // In tenths, so that no rounding shows: 1.3 times the rate.
        "\(rate * 13 / 10).\(rate * 13 % 10)"
    }
}
