import Testing

@testable import Redis

@Suite struct RedisURLTests {
    struct Example: Sendable {
        let text: String
        var host = "cache"
        var port: UInt16 = 6379
        var database = 0
        var user: String?
        var password: String?
    }

    static let accepted = [
        Example(text: "redis://cache"),
        Example(text: "REDIS://Cache/"),
        Example(text: "redis://cache:1", port: 1),
        Example(text: "redis://cache:65535/15", port: 65535, database: 15),
        Example(text: "redis://127.0.0.1:6380", host: "127.0.0.1", port: 6380),
        Example(text: "redis://[::1]", host: "::1"),
        Example(text: "redis://[2001:DB8::1]:7000/2", host: "2001:db8::1", port: 7000, database: 2),
        Example(text: "redis://my_cache.default-x.svc", host: "my_cache.default-x.svc"),
        Example(text: "redis://:secret@cache", password: "secret"),
        Example(text: "redis://alice:secret@cache:7000/3", port: 7000, database: 3, user: "alice", password: "secret"),
        Example(text: "redis://a%40b:p%3Ass%2F%25%C3%BC@cache", user: "a@b", password: "p:ss/%ü"),
        Example(text: "redis://cache/2147483647", database: 2_147_483_647),
    ]

    @Test(arguments: accepted)
    func anAddressIsRead(_ example: Example) throws {
        let url = try RedisURL(example.text)
        #expect(url.host == example.host)
        #expect(url.port == example.port)
        #expect(url.database == example.database)
        #expect(url.credentials?.user == example.user)
        #expect(url.credentials?.password == example.password)
    }

    static let refused: [(String, String)] = [
        ("", "redis://"), ("cache:6379", "redis://"), ("http://cache", "redis://"), ("redis:/cache", "redis://"),
        ("redis:cache", "redis://"), ("rediss://cache", "TLS"), ("redis://", "host is empty"),
        ("redis://:6379", "host is empty"), ("redis:///0", "host is empty"), ("redis://:secret@", "host is empty"),
        ("redis://cache:", "port"), ("redis://cache:0", "port"), ("redis://cache:65536", "port"),
        ("redis://cache:+1", "port"), ("redis://cache:1:2", "port"), ("redis://cache:99999999999999999999", "port"),
        ("redis://::1", "host is empty"), ("redis://[::1", "]"), ("redis://[cache]", "IPv6"),
        ("redis://[::1%25lo]", "IPv6"),
        ("redis://[::1]x", "port"), ("redis://ca(che", "host"), ("redis://cache/x", "database"),
        ("redis://cache/-1", "database"), ("redis://cache/+1", "database"), ("redis://cache/1/2", "database"),
        ("redis://cache/2147483648", "database"), ("redis://cache?db=1", "parameters"),
        ("redis://cache#1", "parameters"),
        ("redis://user@cache", "no password"), ("redis://:@cache", "no password"), ("redis://u:@cache", "no password"),
        ("redis://@cache", "no password"), ("redis://u:p@ss@cache", "%40"), ("redis://u:p:q@cache", "%3A"),
        ("redis://:p%@cache", "%25"), ("redis://:p%4@cache", "%25"), ("redis://:p%zz@cache", "%25"),
        ("redis://:%FF@cache", "%25"), ("redis://ca che", "space"), ("redis://caché", "ASCII"),
        ("redis://cache\n", "control"),
    ]

    @Test(arguments: refused)
    func whatIsNoAddressIsRefusedWithAReason(_ text: String, _ reason: String) {
        let error = #expect(throws: RedisURLError.self) { try RedisURL(text) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test func theDescriptionIsTheAddress() throws {
        #expect(try RedisURL("redis://cache").description == "redis://cache:6379/0")
        #expect(try RedisURL("redis://[::1]:7000/2").description == "redis://[::1]:7000/2")
    }

    @Test func userAndPasswordAreShownNowhere() throws {
        let url = try RedisURL("redis://alice:hunter2@cache/1")
        var dumped = ""
        dump(url, to: &dumped)
        for text in ["\(url)", String(reflecting: url), dumped, "\(url.credentials!)", String(reflecting: [url])] {
            #expect(!text.contains("hunter2"))
            #expect(!text.contains("alice"))
        }
    }

    @Test(arguments: [
        "redis://alice:hunter2", "redis://:hunter2/x@cache", "redis://a:hunter2#@cache", "redis://a:hunter2 @cache",
        "redis://a:hunter2@cache:x", "hunter2", "hunter2://cache", "redis://hunter2@cache", "redis://cache/hunter2",
        "redis://[hunter2@cache", "redis://a:hunter2%@cache", "redis://a:hunter2@b@cache",
    ])
    func noPartOfARefusedAddressIsRepeated(_ text: String) {
        let error = #expect(throws: RedisURLError.self) { try RedisURL(text) }
        #expect("\(error!)".contains("hunter2") == false)
    }
}
