import JSONScanning
import Money
import Usage

/// The `usage` object of chat completions and embeddings, as OpenAI and those who copy it write it, field by field.
///
/// One reader for all of them: providers put the same count under different names, and the names do not clash.
/// What they *mean* where that differs is in `OpenAIUsage+Meaning.swift`.
struct OpenAIUsage {
    var prompt: Int64?
    var completion: Int64?
    var total: Int64?
    var cached: Int64?
    var cachedAudio: Int64?
    var cachedImage: Int64?
    var written: Int64?
    var audioInput: Int64?
    var imageInput: Int64?
    var videoInput: Int64?
    var reasoning: Int64?
    var audioOutput: Int64?
    var imageOutput: Int64?
    /// Perplexity's: beside the completion.
    var citation: Int64?
    /// Perplexity's, on the top level: beside the completion.
    var reasoningBeside: Int64?
    var searchQueries: Int64?
    var searchContextSize: String?
    var webSearches: Int64?
    /// Mistral's: seconds of audio in the prompt.
    var audioSeconds: Int64?
    /// A transcription's that is billed by its length, in microseconds.
    var audioMicroseconds: Int64?
    /// Whether the generated tokens are told apart by what they are.
    var hasOutputDetails = false
    /// OpenRouter's.
    var cost: ExactUSD?
    var upstreamCost: ExactUSD?
    var isBringYourOwnKey = false
    /// Perplexity's.
    var totalCost: ExactUSD?
    /// xAI's, in 10^-10 dollars.
    var ticks: ExactUSD?
    var rejected: [String] = []

    /// The object at `cursor`; nil where there is none.
    init?(_ cursor: inout JSONCursor) throws(JSONScanError) {
        guard cursor.kind() == .object else {
            try cursor.skipLoosely()
            return nil
        }
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try read(key, &cursor) }
    }

    private mutating func read(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("prompt_tokens") || named("input_tokens") {
            prompt = try cursor.count("prompt_tokens", &rejected) ?? prompt
        } else if named("completion_tokens") || named("output_tokens") {
            completion = try cursor.count("completion_tokens", &rejected) ?? completion
        } else if named("total_tokens") {
            total = try cursor.count("total_tokens", &rejected)
        } else if named("prompt_tokens_details") || named("prompt_token_details") || named("input_tokens_details")
            || named("input_token_details")
        {
            try readPromptDetails(&cursor)
        } else if named("completion_tokens_details") || named("output_tokens_details")
            || named("output_token_details")
        {
            hasOutputDetails = cursor.kind() == .object
            try readCompletionDetails(&cursor)
        } else if named("cached_tokens") || named("prompt_cache_hit_tokens") || named("num_cached_tokens") {
            // Moonshot and Together; DeepSeek; Mistral. The details rule where both are there.
            let count = try cursor.count("cached_tokens", &rejected)
            cached = cached ?? count
        } else if named("reasoning_tokens") {
            reasoningBeside = try cursor.count("reasoning_tokens", &rejected)
        } else if named("citation_tokens") {
            citation = try cursor.count("citation_tokens", &rejected)
        } else if named("num_search_queries") {
            searchQueries = try cursor.count("num_search_queries", &rejected)
        } else if named("search_context_size") {
            searchContextSize = try cursor.looseString()?.text(in: bytes)
        } else if named("prompt_audio_seconds") {
            // Null, a number, or (seen) an empty object.
            if cursor.kind() == .number {
                audioSeconds = try cursor.count("prompt_audio_seconds", &rejected)
            } else {
                try cursor.skipLoosely()
            }
        } else if named("seconds") {
            audioMicroseconds = try cursor.microseconds("seconds", &rejected)
        } else if named("server_tool_use_details") || named("server_tool_use") {
            try readTools(&cursor)
        } else {
            try readCost(key, &cursor)
        }
    }

    private mutating func readPromptDetails(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("cached_tokens", in: bytes) {
                cached = try cursor.count("prompt_tokens_details.cached_tokens", &rejected) ?? cached
            } else if key.equals("cache_write_tokens", in: bytes) {
                written = try cursor.count("prompt_tokens_details.cache_write_tokens", &rejected)
            } else if key.equals("audio_tokens", in: bytes) {
                audioInput = try cursor.count("prompt_tokens_details.audio_tokens", &rejected)
            } else if key.equals("image_tokens", in: bytes) {
                imageInput = try cursor.count("prompt_tokens_details.image_tokens", &rejected)
            } else if key.equals("video_tokens", in: bytes) {
                videoInput = try cursor.count("prompt_tokens_details.video_tokens", &rejected)
            } else if key.equals("cached_tokens_details", in: bytes) {
                try readCachedDetails(&cursor)
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private mutating func readCachedDetails(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            if key.equals("audio_tokens", in: cursor.bytes) {
                cachedAudio = try cursor.count("cached_tokens_details.audio_tokens", &rejected)
            } else if key.equals("image_tokens", in: cursor.bytes) {
                cachedImage = try cursor.count("cached_tokens_details.image_tokens", &rejected)
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private mutating func readCompletionDetails(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("reasoning_tokens", in: bytes) {
                reasoning = try cursor.count("completion_tokens_details.reasoning_tokens", &rejected)
            } else if key.equals("audio_tokens", in: bytes) {
                audioOutput = try cursor.count("completion_tokens_details.audio_tokens", &rejected)
            } else if key.equals("image_tokens", in: bytes) {
                imageOutput = try cursor.count("completion_tokens_details.image_tokens", &rejected)
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private mutating func readTools(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            if key.equals("web_search_requests", in: cursor.bytes) {
                webSearches = try cursor.count("web_search_requests", &rejected)
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private mutating func readCost(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        if key.equals("cost", in: bytes) {
            guard cursor.kind() == .object else {
                cost = try cursor.amount("cost", &rejected)
                return
            }
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if key.equals("total_cost", in: cursor.bytes) {
                    totalCost = try cursor.amount("cost.total_cost", &rejected)
                } else {
                    try cursor.skipLoosely()
                }
            }
        } else if key.equals("cost_details", in: bytes) {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if key.equals("upstream_inference_cost", in: cursor.bytes) {
                    upstreamCost = try cursor.amount("cost_details.upstream_inference_cost", &rejected)
                } else {
                    try cursor.skipLoosely()
                }
            }
        } else if key.equals("is_byok", in: bytes) {
            isBringYourOwnKey = try cursor.boolIfPresent() ?? false
        } else if key.equals("cost_in_usd_ticks", in: bytes) {
            ticks = try cursor.amount("cost_in_usd_ticks", dollarExponent: 10, &rejected)
        } else {
            try cursor.skipLoosely()
        }
    }
}
