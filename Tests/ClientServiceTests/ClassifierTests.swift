import HTTPClient
import HTTPCore
import Posix
import Resilience
import TestSupport
import Testing

@testable import ClientService

@Suite struct ClassifierTests {
    func answer(_ code: Int, retryAfter: String? = nil) -> Result<HTTPResponse, HTTPClientError> {
        var response = HTTPResponse(status: HTTPStatus(code: code)!)
        response.fields[.retryAfter] = retryAfter
        return .success(response)
    }

    @Test(arguments: [
        (200, nil, CallOutcome.success), (404, nil, .success), (429, nil, .success), (500, nil, .success),
        (501, nil, .success), (502, nil, .failure), (503, nil, .failure), (503, "1", .success), (504, nil, .failure),
    ])
    func onlyGoneIsAFailureOfTheEndpoint(_ code: Int, _ retryAfter: String?, _ expected: CallOutcome) {
        #expect(
            AttemptClassifier.ending(answer(code, retryAfter: retryAfter)).endpointOutcome(hadTime: true) == expected
        )
    }

    @Test func noAnswerIsAFailureOfTheEndpointUnlessTheCallerLeft() {
        for kind in [
            HTTPClientError.Kind.timedOut, .prematureClose, .reset(Errno(104)), .connectFailed(Errno(111)),
            .malformedResponse(HTTPParseError(.badLineEnd)),
        ] {
            #expect(
                AttemptClassifier.ending(.failure(HTTPClientError(kind, sent: .whole))).endpointOutcome(hadTime: true)
                    == .failure
            )
        }
        #expect(
            AttemptClassifier.ending(.failure(HTTPClientError(.cancelled, sent: .nothing))).endpointOutcome(
                hadTime: true
            ) == .cancelled
        )
    }

    @Test func whatOurOwnMachineLacksIsNotHeldAgainstTheEndpoint() {
        for code: Int32 in [24, 23, 99, 105, 12] {
            let error = HTTPClientError(.connectFailed(Errno(code)), sent: .nothing)
            #expect(AttemptClassifier.ending(.failure(error)).endpointOutcome(hadTime: true) == .ignored)
        }
    }

    @Test(arguments: [
        (200, "{}", false), (200, "", true), (200, "{\"a\":", true), (200, "1,\"source\":\"evil\"", true),
        (302, "{}", true),
        (404, "", false), (429, "", true), (500, "{}", true),
    ])
    func whatIsNoAnswerIsAFailure(_ code: Int, _ body: String, _ expected: Bool) {
        let response = HTTPResponse.json(HTTPStatus(code: code)!, body)
        #expect(AttemptClassifier.ending(.success(response)).isFailure == expected)
    }

    @Test(arguments: [(200, true), (404, false), (408, true), (425, true), (429, true), (500, true), (503, true)])
    func onlySomeFailuresAreRepeated(_ code: Int, _ isRetryable: Bool) {
        #expect(AttemptClassifier.retryable(answer(code), isQuick: true, now: 0).isRetryable == isRetryable)
    }

    @Test func whatSaysOverloadCostsMore() {
        func cost(_ result: Result<HTTPResponse, HTTPClientError>, isQuick: Bool = true) -> RetryableFailure.Cost {
            AttemptClassifier.retryable(result, isQuick: isQuick, now: 0).cost
        }
        #expect(cost(answer(500)) == .transient)
        #expect(cost(answer(500), isQuick: false) == .overload)
        #expect(cost(answer(503)) == .overload)
        #expect(cost(answer(429)) == .overload)
        #expect(cost(.failure(HTTPClientError(.timedOut, sent: .whole))) == .overload)
        #expect(cost(.failure(HTTPClientError(.prematureClose, sent: .whole))) == .overload)
        #expect(cost(.failure(HTTPClientError(.connectFailed(Errno(111)), sent: .nothing))) == .transient)
        #expect(cost(.failure(HTTPClientError(.connectFailed(Errno(110)), sent: .nothing))) == .overload)
    }

    @Test func retryAfterIsReadInBothForms() {
        func retryAfter(_ text: String) -> Duration? {
            AttemptClassifier.retryable(answer(503, retryAfter: text), isQuick: true, now: 784_111_770).retryAfter
        }
        #expect(retryAfter("7") == .seconds(7))
        #expect(retryAfter("Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(7))
        #expect(retryAfter("Sun, 06 Nov 1994 08:49:00 GMT") == .zero)
        #expect(retryAfter("soon") == nil)
    }
}

@Suite struct KnownAddressesTests {
    static let address = SocketAddress(ip: "127.0.0.1", port: 1)!
    static let other = SocketAddress(ip: "127.0.0.2", port: 1)!

    func at(_ seconds: Int) -> ManualClock.Instant { ManualClock.Instant(offset: .seconds(seconds)) }

    @Test func theLastAddressesOutliveTheNameForAWhile() {
        var known = KnownAddresses<ManualClock.Instant>(grace: .seconds(30))
        known.record([Self.address], for: "a", at: at(0))
        known.record([], for: "a", at: at(29))
        #expect(known["a"] == [Self.address])
        known.record([], for: "a", at: at(30))
        #expect(known["a"] == [])
    }

    @Test func newAddressesReplaceOldOnesAtOnce() {
        var known = KnownAddresses<ManualClock.Instant>(grace: .seconds(30))
        known.record([Self.address], for: "a", at: at(0))
        known.record([Self.other], for: "a", at: at(1))
        #expect(known["a"] == [Self.other])
        #expect(known["b"] == [])
    }
}
