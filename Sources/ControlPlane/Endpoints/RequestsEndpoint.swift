import Hummingbird
import Ledger
import NIOCore

/// `GET /api/v1/admin/requests`: rows, newest first; a page as JSON, or NDJSON where `Accept` asks for it.
///
/// NDJSON without `limit` has every row that matches, written as it is read; with `limit` it is one page, and a `Link`
/// header says where the next one is.
struct RequestsEndpoint: Endpoint {
    let ledger: any LedgerReading

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request)
        var query = try RequestQuery(parameters)
        let isNDJSON = AcceptHeader(request.headers[values: .accept])
            .prefers(["application/x-ndjson", "application/ndjson", "application/jsonl"], over: ["application/json"])
        let isWhole = isNDJSON && parameters["limit"] == nil
        if isWhole { query.limit = 500 }
        let page = try await reading(context) { [query] in try await ledger.requests(query) }
        guard isNDJSON else { return Self.json(page) }
        var response = Response(status: .ok, headers: [.contentType: "application/x-ndjson"])
        if isWhole, page.nextCursor != nil {
            response.body = rest(of: query, after: page, context)
        } else {
            response.body = ResponseBody(byteBuffer: Self.lines(page))
            if let next = page.nextCursor { response.headers.linkNext(request, cursor: next.description) }
        }
        return response
    }

    /// `first` and every page after it.
    ///
    /// A failure in the middle closes the connection before the body's end.
    private func rest(
        of query: RequestQuery, after first: RequestPage, _ context: BasicRequestContext
    ) -> ResponseBody {
        ResponseBody { [ledger] writer in
            var page = first
            var query = query
            while true {
                try await writer.write(Self.lines(page))
                guard let next = page.nextCursor else { break }
                query.cursor = next
                page = try await reading(context) { [query] in try await ledger.requests(query) }
            }
            try await writer.finish(nil)
        }
    }

    private static func json(_ page: RequestPage) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.key("requests")
            json.array { json in
                for record in page.records { json.record(record) }
            }
            json.key("next_cursor")
            json.string(page.nextCursor?.description)
        }
        return Response(json: json)
    }

    private static func lines(_ page: RequestPage) -> ByteBuffer {
        var json = JSONWriter()
        for record in page.records {
            json.record(record)
            json.newline()
        }
        return ByteBuffer(bytes: json.bytes)
    }
}
