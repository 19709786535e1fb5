import HTTPCore
import Testing

@testable import ServiceKit

@Suite struct AdminAccessTests {
    func request(_ authorization: String?) -> HTTPRequest {
        var request = HTTPRequest(method: .put, target: "/loglevel")
        request.fields[.authorization] = authorization
        return request
    }

    @Test func onLoopbackWithoutATokenAllMayPass() {
        #expect(AdminAccess(isLoopback: true, token: nil).refusal(of: request(nil))?.status == nil)
    }

    @Test func elsewhereWithoutATokenNobodyMay() {
        let access = AdminAccess(isLoopback: false, token: nil)
        #expect(access.refusal(of: request(nil))?.status == .forbidden)
        #expect(access.refusal(of: request("Bearer "))?.status == .forbidden)
    }

    @Test(arguments: [nil, "", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "bearer secret", "secret"])
    func aWrongTokenIsRefused(_ authorization: String?) {
        for isLoopback in [true, false] {
            let access = AdminAccess(isLoopback: isLoopback, token: "secret")
            #expect(access.refusal(of: request(authorization))?.status == .forbidden)
        }
    }

    @Test func theRightTokenPasses() {
        #expect(AdminAccess(isLoopback: false, token: "secret").refusal(of: request("Bearer secret"))?.status == nil)
    }
}
