import Budgets
import Foundation
import Hummingbird
import Ledger
import Money

/// `GET /api/v1/admin/budgets`: the budgets in force, and the default for users.
struct ListBudgetsEndpoint: Endpoint {
    let budgets: any BudgetAdministering

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let listed = await budgets.budgets()
        var json = JSONWriter()
        json.object { json in
            json.key("budgets")
            json.array { json in
                for budget in listed { json.budget(budget) }
            }
            json.key("default")
            if let standard = budgets.standard {
                json.object { json in
                    json.key("scope")
                    json.string(standard.id.scope.rawValue)
                    json.key("window")
                    json.string(standard.id.window.rawValue)
                    json.terms(standard)
                }
            } else {
                json.null()
            }
        }
        return Response(json: json)
    }
}

/// `GET /api/v1/admin/budgets/{scope}/{id}/{window}`: one budget with what is spent and held of it.
struct BudgetEndpoint: Endpoint {
    let budgets: any BudgetAdministering

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let id = try BudgetID(context)
        guard let listed = await budgets.budget(id) else { throw AdminError.notFound("There is no budget of \(id).") }
        return .budget(listed)
    }
}

/// `PUT /api/v1/admin/budgets/{scope}/{id}/{window}`: puts a budget in force, at once and for good.
struct SetBudgetEndpoint: Endpoint {
    let budgets: any BudgetAdministering

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let id = try BudgetID(context)
        var members = try await BodyMembers(request)
        guard let limit = try members.money("limit_usd") else {
            throw AdminError.invalidMember("limit_usd", "it is missing: say how much may be spent.")
        }
        var thresholds = [BudgetThreshold.standard]
        if let texts = try members.decimals("thresholds", places: 6) {
            thresholds = texts.compactMap { BudgetThreshold(decimal: $0) }
            guard thresholds.count == texts.count else {
                throw AdminError.invalidMember(
                    "thresholds", "expected shares of the limit above 0 and up to 10, such as 0.8.")
            }
        }
        let budget = Budget(
            id: id, limit: limit, mode: try members.choice("mode", Budget.Mode.self) ?? .soft, thresholds: thresholds,
            timeZone: try members.string("timezone") ?? Budget.utc,
            onOutage: try members.choice("on_outage", Budget.OutagePolicy.self) ?? .closed,
            capsOutput: try members.boolean("cap_output") ?? false)
        try members.finish()
        return .budget(try await policy(context) { try await budgets.set(budget) })
    }
}

/// `DELETE /api/v1/admin/budgets/{scope}/{id}/{window}`: takes a budget out of force.
struct RemoveBudgetEndpoint: Endpoint {
    let budgets: any BudgetAdministering

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try BodyMembers.refuseForeignPage(request)
        let id = try BudgetID(context)
        try await policy(context) { try await budgets.remove(id) }
        return Response(status: .noContent)
    }
}

extension BudgetID {
    /// The id in the path; the name is percent-encoded there.
    fileprivate init(_ context: BasicRequestContext) throws(AdminError) {
        guard let scope = BudgetScope(rawValue: context.parameters.get("scope") ?? "") else {
            throw .invalidPath("scope", BudgetScope.allCases.map(\.rawValue))
        }
        guard let window = BudgetWindow(rawValue: context.parameters.get("window") ?? "") else {
            throw .invalidPath("window", BudgetWindow.allCases.map(\.rawValue))
        }
        guard let name = context.parameters.get("id")?.removingPercentEncoding, (1...256).contains(name.count) else {
            throw AdminError(
                status: .badRequest, code: "invalid_id",
                message: "Expected a percent-encoded name of 1 to 256 characters.")
        }
        self.init(scope: scope, name: scope == .gateway ? BudgetID.wholeGateway : name, window: window)
    }
}

extension AdminError {
    fileprivate static func invalidPath(_ name: String, _ choices: [String]) -> AdminError {
        AdminError(
            status: .badRequest, code: "invalid_\(name)",
            message: "The path's \(name): expected one of \(choices.joined(separator: ", ")).")
    }
}

extension Response {
    fileprivate static func budget(_ listed: ListedBudget) -> Response {
        var json = JSONWriter()
        json.budget(listed)
        return Response(json: json)
    }
}
