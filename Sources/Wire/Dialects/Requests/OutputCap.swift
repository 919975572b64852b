import JSONScanning

/// Lowers the output cap that a request asks for, by changing a few bytes of its body.
public enum OutputCap {
    /// The edits, in the order of their offsets, that make `cap` the most tokens that one answer of `body` has; nil
    /// where the API has no such member, or the body is not an object.
    public static func edits(
        to cap: Int64, of body: UnsafeRawBufferPointer, api: API, flavor: UsageFlavor
    ) -> [BodyEdit]? {
        guard let place = Place(api, flavor) else { return nil }
        var cursor = JSONCursor(body)
        do {
            return try edits(to: cap, place, &cursor)
        } catch {
            return nil
        }
    }

    /// Where an API has its cap.
    private struct Place {
        /// The member that the others are in; nil = the top level.
        var section: StaticString?
        /// What is written where there is none.
        var name: StaticString
        var names: [StaticString]

        init?(_ api: API, _ flavor: UsageFlavor) {
            switch api {
            case .chatCompletions:
                name = flavor == .openai || flavor == .azure ? "max_completion_tokens" : "max_tokens"
                names = ["max_completion_tokens", "max_tokens"]
            case .completions, .messages, .cohereChat:
                name = "max_tokens"
                names = ["max_tokens"]
            case .responses:
                name = "max_output_tokens"
                names = ["max_output_tokens"]
            case .generateContent:
                section = "generationConfig"
                name = "maxOutputTokens"
                names = ["maxOutputTokens", "max_output_tokens"]
            case .converse:
                section = "inferenceConfig"
                name = "maxTokens"
                names = ["maxTokens"]
            default: return nil
            }
        }
    }

    private static func edits(
        to cap: Int64, _ place: Place, _ cursor: inout JSONCursor
    ) throws(JSONScanError) -> [BodyEdit] {
        guard let section = place.section else { return try members(to: cap, place, &cursor) }
        try cursor.beginObject()
        let bodyOffset = cursor.offset
        var isEmpty = true
        while let key = try cursor.nextKey() {
            isEmpty = false
            if key.equals(section, in: cursor.bytes), cursor.kind() == .object {
                return try members(to: cap, place, &cursor)
            }
            try cursor.skip()
        }
        return [insertion("\"\(section)\":{\"\(place.name)\":\(cap)}", at: bodyOffset, isEmpty: isEmpty)]
    }

    /// Changes every member of the object here that is a cap and above `cap`, or adds one.
    private static func members(
        to cap: Int64, _ place: Place, _ cursor: inout JSONCursor
    ) throws(JSONScanError) -> [BodyEdit] {
        try cursor.beginObject()
        let bodyOffset = cursor.offset
        var edits: [BodyEdit] = []
        var isEmpty = true
        var isCapped = false
        while let key = try cursor.nextKey() {
            isEmpty = false
            guard place.names.contains(where: { key.equals($0, in: cursor.bytes) }) else {
                try cursor.skip()
                continue
            }
            let isNull = cursor.kind() == .null
            let start = cursor.offset
            let present = try cursor.integerIfPresent()
            guard isNull || present.map({ $0 > cap }) ?? false else {
                if present != nil { isCapped = true }
                continue
            }
            isCapped = true
            edits.append(BodyEdit(offset: start, removed: cursor.offset - start, inserted: Array("\(cap)".utf8)))
        }
        if !isCapped { edits.insert(insertion("\"\(place.name)\":\(cap)", at: bodyOffset, isEmpty: isEmpty), at: 0) }
        return edits
    }

    private static func insertion(_ member: String, at offset: Int, isEmpty: Bool) -> BodyEdit {
        BodyEdit(offset: offset, removed: 0, inserted: Array((isEmpty ? member : member + ",").utf8))
    }
}
