import Glibc

/// The standard `process_…` metrics of the client-library guidelines, read from the kernel at each scrape.
///
/// A metric whose source cannot be read, such as `/proc` in a sandbox, is missing from the scrape and never a made-up 0.
/// Source: https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics; `process_threads` is an
/// addition of this library. Linux only. Thread-safe.
public struct ProcessCollector: Sendable {
    private let pageSize = Double(sysconf(Int32(_SC_PAGESIZE)))
    private let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// Registers the metrics. Throws ``MetricError/duplicateName(metric:sample:)`` if `registry` has one of them already.
    @discardableResult
    public init(registry: MetricRegistry) throws(MetricError) {
        try registerTime(registry)
        try registerDescriptors(registry)
        try registerMemory(registry)
        try registerThreads(registry)
    }

    private func registerTime(_ registry: MetricRegistry) throws(MetricError) {
        try registry.collect(
            "process_cpu_seconds_total",
            help: "User and system CPU time spent, in seconds.",
            type: .counter
        ) { writer in
            // getrusage counts microseconds; the ticks of /proc/self/stat are 10 ms, too coarse for short windows.
            var usage = rusage()
            guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return }
            writer.sample(Double(microseconds(usage.ru_utime) + microseconds(usage.ru_stime)) / 1e6)
        }
        let startTime = startTime()
        try registry.collect(
            "process_start_time_seconds",
            help: "When the process started, in seconds since 1970.",
            type: .gauge
        ) { writer in
            if let startTime { writer.sample(startTime) }
        }
    }

    private func registerDescriptors(_ registry: MetricRegistry) throws(MetricError) {
        try registry.collect("process_open_fds", help: "Open file descriptors.", type: .gauge) { writer in
            if let count = ProcessFiles.openDescriptors() { writer.sample(Double(count)) }
        }
        try registry.collect(
            "process_max_fds",
            help: "File descriptors the process may open (soft limit).",
            type: .gauge
        ) { writer in
            var limit = rlimit()
            guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
            writer.sample(limit.rlim_cur == rlim_t.max ? .infinity : Double(limit.rlim_cur))
        }
    }

    private func registerMemory(_ registry: MetricRegistry) throws(MetricError) {
        let pageSize = pageSize
        try registry.collect(
            "process_virtual_memory_bytes",
            help: "Virtual memory size, in bytes.",
            type: .gauge
        ) { writer in
            if let pages = memoryPages() { writer.sample(Double(pages.virtual) * pageSize) }
        }
        try registry.collect(
            "process_resident_memory_bytes",
            help: "Resident memory size, in bytes.",
            type: .gauge
        ) { writer in
            if let pages = memoryPages() { writer.sample(Double(pages.resident) * pageSize) }
        }
    }

    private func registerThreads(_ registry: MetricRegistry) throws(MetricError) {
        try registry.collect("process_threads", help: "Threads of the process.", type: .gauge) { writer in
            guard let stat = ProcessFiles.contents(of: "/proc/self/stat"),
                let fields = ProcessFiles.threadsAndStart(stat: stat)
            else { return }
            writer.sample(Double(fields.threads))
        }
    }

    /// Neither the start nor the boot of the machine changes, so this is read once.
    private func startTime() -> Double? {
        guard let stat = ProcessFiles.contents(of: "/proc/self/stat"),
            let ticks = ProcessFiles.threadsAndStart(stat: stat)?.startTicks,
            let machine = ProcessFiles.contents(of: "/proc/stat"),
            let boot = ProcessFiles.bootTime(stat: machine)
        else { return nil }
        return Double(boot) + Double(ticks) / ticksPerSecond
    }
}

private func memoryPages() -> (virtual: Int, resident: Int)? {
    ProcessFiles.contents(of: "/proc/self/statm").flatMap(ProcessFiles.memoryPages(statm:))
}

private func microseconds(_ time: timeval) -> Int {
    time.tv_sec * 1_000_000 + time.tv_usec
}
