// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.target(name: name), "TestSupport"] + dependencies,
        swiftSettings: settings
    )
}

/// Every library a service is composed of; only `ServiceKit` and what stands above it may import them all.
let serviceStack: [Target.Dependency] = [
    "Posix", "EventLoop", "HTTPCore", "HTTPServer", "HTTPClient",
    "Redis", "Resilience", "PrometheusMetrics", "StructuredLogging",
]

let package = Package(
    name: "holdfast",
    products: [
        .library(name: "Resilience", targets: ["Resilience"]),
        .library(name: "PrometheusMetrics", targets: ["PrometheusMetrics"]),
        .library(name: "ExpositionChecker", targets: ["ExpositionChecker"]),
        .library(name: "StructuredLogging", targets: ["StructuredLogging"]),
        .library(name: "Simulation", targets: ["Simulation"]),
        .library(name: "Redis", targets: ["Redis"]),
        .library(name: "HTTPEngine", targets: ["EventLoop", "HTTPCore", "HTTPServer", "HTTPClient"]),
        .library(name: "ServiceKit", targets: ["ServiceKit"]),
        .executable(name: "backend-service", targets: ["BackendService"]),
        .executable(name: "client-service", targets: ["ClientService"]),
        .executable(name: "load-generator", targets: ["LoadGenerator"]),
        .executable(name: "lab", targets: ["Lab"]),
    ],
    targets: [
        // Operating system
        .systemLibrary(name: "CLinux"),
        target("Posix", ["CLinux"]),
        target("EventLoop", ["Posix"]),

        // HTTP engine
        target("HTTPCore"),
        target("HTTPServer", ["HTTPCore", "EventLoop", "Posix"]),
        target("HTTPClient", ["HTTPCore", "EventLoop", "Posix"]),

        // Redis client
        target("Redis", ["EventLoop", "Posix"]),

        // Libraries that import nothing of ours but a header
        target("Resilience"),
        target("PrometheusMetrics", ["CLinux"]),
        target("ExpositionChecker"),
        target("StructuredLogging"),

        // The patterns in simulated worlds
        target("Simulation", ["Resilience"]),

        // Composition and programs
        target("ServiceKit", serviceStack),
        program("BackendService", ["ServiceKit"] + serviceStack),
        program("ClientService", ["ServiceKit"] + serviceStack),
        program("LoadGenerator", ["ServiceKit"] + serviceStack),
        program("Lab", ["CLinux", "ServiceKit", "ExpositionChecker", "Simulation"] + serviceStack),

        // The hot paths' time and allocations. The system's libraries find its counting malloc if it is exported.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CLinux", "ServiceKit", "Resilience", "EventLoop", "PrometheusMetrics", "StructuredLogging",
            ],
            swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]
        ),

        // Tests
        target("TestSupport", ["CLinux"] + serviceStack),
        tests("Posix"),
        tests("EventLoop", ["Posix"]),
        tests("HTTPCore"),
        tests("HTTPServer", ["HTTPCore", "EventLoop", "Posix"]),
        tests("HTTPClient", ["HTTPCore", "HTTPServer", "EventLoop", "Posix"]),
        tests("Redis", ["EventLoop", "Posix", "CLinux"]),
        tests("Resilience"),
        tests("Simulation", ["Resilience"]),
        tests("PrometheusMetrics", ["ExpositionChecker"]),
        tests("ExpositionChecker"),
        tests("StructuredLogging"),
        tests("ServiceKit", serviceStack),
        tests("BackendService", ["ServiceKit"] + serviceStack),
        tests("ClientService", ["ServiceKit", "Simulation"] + serviceStack),
        tests("LoadGenerator", ["ServiceKit"] + serviceStack),
        tests("Lab", ["ServiceKit", "ExpositionChecker", "Simulation"] + serviceStack),
    ]
)
