extension MetricRegistry {
    /// Registers `build_info{version,revision,swift_version}`, which is always 1: joined to other metrics it tells which
    /// build produced them. `version` is the release, `revision` the commit, `swiftVersion` the compiler's. Thread-safe.
    ///
    /// Throws ``MetricError/duplicateName(metric:sample:)`` the second time.
    public func registerBuildInfo(version: String, revision: String, swiftVersion: String) throws(MetricError) {
        try gaugeFamily(
            "build_info",
            help: "The build this process runs, as labels; always 1.",
            labels: ["version", "revision", "swift_version"]
        ).with(version, revision, swiftVersion).set(1)
    }
}
