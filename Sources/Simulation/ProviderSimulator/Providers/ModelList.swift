/// `GET /v1/models`, in OpenAI's or Anthropic's form.
enum ModelList {
    /// The list, or the model that the path names.
    static func reply(path: Substring, anthropic: Bool, now: Int) -> Reply {
        let known =
            anthropic ? ["claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001"] : ["gpt-4o", "gpt-4o-mini"]
        func entry(_ model: String) -> String {
            anthropic
                ? "{\"type\":\"model\",\"id\":\(JSONText.quoted(model)),\"display_name\":\(JSONText.quoted(model)),"
                    + "\"created_at\":\"2025-09-29T00:00:00Z\"}"
                : "{\"id\":\(JSONText.quoted(model)),\"object\":\"model\",\"created\":\(now),\"owned_by\":\"system\"}"
        }
        if let last = path.split(separator: "/").last, last != "models" {
            return .json(entry(String(last)))
        }
        let list = known.map(entry).joined(separator: ",")
        return .json(
            anthropic
                ? "{\"data\":[\(list)],\"has_more\":false,\"first_id\":\"\(known[0])\",\"last_id\":\"\(known[1])\"}"
                : "{\"object\":\"list\",\"data\":[\(list)]}")
    }
}
