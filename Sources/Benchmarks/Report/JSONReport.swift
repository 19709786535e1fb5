/// Measurements for programs; ``Usage`` describes the object.
enum JSONReport {
    /// Names of benchmarks are plain text that JSON takes as it is.
    static func text(_ measurements: [Measurement], rounds: Int) -> String {
        let objects = measurements.map { measurement in
            """
            {"name":"\(measurement.name)","threads":\(measurement.threads),"iterations":\(measurement.iterations),\
            "median_ns":\(measurement.medianNanoseconds),"minimum_ns":\(measurement.minimumNanoseconds),\
            "allocations":\(measurement.allocations)}
            """
        }
        return """
            {"clock":"EventLoopClock","rounds":\(rounds),"benchmarks":[
            \(objects.joined(separator: ",\n"))
            ]}
            """
    }
}
