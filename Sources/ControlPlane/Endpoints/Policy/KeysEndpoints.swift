import Hummingbird
import Ledger
import Usage

/// `GET /api/v1/admin/keys`: the keys in force, never their texts.
struct ListKeysEndpoint: Endpoint {
    let keys: any KeyAdministering

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let records = try await policy(context) { try await keys.keys() }
        var json = JSONWriter()
        json.object { json in
            json.key("keys")
            json.array { json in
                for record in records { json.virtualKey(record) }
            }
        }
        return Response(json: json)
    }
}

/// `POST /api/v1/admin/keys`: makes a key and shows it, this once.
struct CreateKeyEndpoint: Endpoint {
    let keys: any KeyAdministering
    let now: @Sendable () -> Int64

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let wanted = try await NewVirtualKey(BodyMembers(request), now: now())
        let (record, key) = try await policy(context) { try await keys.create(wanted) }
        var json = JSONWriter()
        json.object { json in
            json.key("id")
            json.string(record.id.rawValue)
            json.key("key")
            json.string(key)
        }
        var response = Response(status: .created, json: json)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

/// `PUT /api/v1/admin/keys/{id}`: changes what a key grants, all of it; its text stays.
struct ChangeKeyEndpoint: Endpoint {
    let keys: any KeyAdministering
    let now: @Sendable () -> Int64

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let wanted = try await NewVirtualKey(BodyMembers(request), now: now())
        let id = KeyID(rawValue: context.parameters.get("id") ?? "")
        guard let record = try await policy(context, { try await keys.change(id, to: wanted) }) else {
            throw AdminError.notFound("There is no key with this id.")
        }
        var json = JSONWriter()
        json.virtualKey(record)
        return Response(json: json)
    }
}

extension NewVirtualKey {
    /// What a body asks for; `now` in microseconds since 1970.
    fileprivate init(_ body: BodyMembers, now: Int64) throws {
        var members = body
        guard let owner = try members.string("owner") else {
            throw AdminError.invalidMember("owner", "it is missing: say whose spend the key's is.")
        }
        self.init(owner: UserID(rawValue: owner))
        component = try members.string("component").map { ComponentType(rawValue: $0) }
        tags = try members.labels("tags")?.map { UsageRecord.Tag(name: $0.name, value: $0.value) } ?? []
        models = try members.strings("models")
        providers = try members.strings("providers")?.map { ProviderID(rawValue: $0) }
        requestsPerMinute = try members.count("requests_per_minute")
        tokensPerMinute = try members.count("tokens_per_minute")
        maxConcurrent = try members.count("max_concurrent")
        expiresAt = try members.time("expires_at")
        isTrusted = try members.boolean("trusted") ?? false
        try members.finish()
        if let end = expiresAt, end <= now {
            throw AdminError.invalidMember("expires_at", "it is in the past.")
        }
    }
}

/// `DELETE /api/v1/admin/keys/{id}`: revokes a key at once.
struct RevokeKeyEndpoint: Endpoint {
    let keys: any KeyAdministering

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        try BodyMembers.refuseForeignPage(request)
        let id = KeyID(rawValue: context.parameters.get("id") ?? "")
        guard try await policy(context, { try await keys.revoke(id) }) else {
            throw AdminError.notFound("There is no key with this id.")
        }
        return Response(status: .noContent)
    }
}

extension JSONWriter {
    fileprivate mutating func virtualKey(_ record: VirtualKeyRecord) {
        object { json in
            json.key("id")
            json.string(record.id.rawValue)
            json.key("hint")
            json.string(record.hint)
            json.key("owner")
            json.string(record.owner.rawValue)
            json.key("component")
            json.string(record.component?.rawValue)
            json.key("tags")
            json.object { json in
                for tag in record.tags {
                    json.key(tag.name)
                    json.string(tag.value)
                }
            }
            json.key("models")
            json.strings(record.models)
            json.key("providers")
            json.strings(record.providers?.map(\.rawValue))
            json.key("requests_per_minute")
            json.integer(record.requestsPerMinute)
            json.key("tokens_per_minute")
            json.integer(record.tokensPerMinute)
            json.key("max_concurrent")
            json.integer(record.maxConcurrent)
            json.key("expires_at")
            json.string(record.expiresAt.map { Timestamp.text(microseconds: $0) })
            json.key("trusted")
            json.boolean(record.isTrusted)
            json.key("created_at")
            json.string(Timestamp.text(microseconds: record.createdAt))
        }
    }

    /// A list of strings, or null.
    fileprivate mutating func strings(_ values: [String]?) {
        guard let values else { return null() }
        array { json in
            for value in values { json.string(value) }
        }
    }
}
