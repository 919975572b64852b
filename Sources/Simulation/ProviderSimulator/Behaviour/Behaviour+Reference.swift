extension Behaviour {
    /// All settings with a line each, as `tollgate simulate --help` shows them.
    public static let reference = """
        A request chooses how it is answered, by headers 'x-sim-NAME: VALUE', or, where headers do not get through, by \
        'metadata.sim' = 'NAME=VALUE;NAME=VALUE', or by '#sim:NAME=VALUE;…' at the end of the model's name, of 'user' \
        or of 'metadata.user_id'. Flags need no value. An unknown name is answered with 400.

        Time:
          delay-ms N              before the response's head
          first-byte-delay-ms N   between the head and the first body byte
          event-delay-ms N        before each event of a stream but the first
          hang                    never answer; 'hang: head' after the head
          hang-after-events N     fall silent within a stream
        Errors:
          status N                400 401 403 404 413 429 500 503 529 …, in the provider's own error body
          error-code CODE         the code (OpenAI) or type (Anthropic) in that body
          retry-after S           the header; 429, 503 and 529 have one in any case
          fail-attempts N         'status' only for the first N attempts (x-stainless-retry-count)
          error-in-stream N       an error event after N events, then the end
          cut-after-bytes N       close the connection after N body bytes
          cut-after-events N      … after N events
          cut fin|rst             how
          bad-length N            Content-Length is N too large (or, if negative, too small)
          close                   'Connection: close'
        Content:
          events N                content chunks of a choice (also the length of a plain answer)
          chunk-bytes N           bytes of each chunk
          model NAME              the response's model
          service-tier NAME       the response's tier
          no-usage                the provider does not say what was used
          no-done                 a stream without its terminal event
          usage JSON              this usage, exactly
          reasoning-tokens N, cached-tokens N, cache-write-tokens N
          tool-calls N            calls of each built-in tool (searches, code) that the request offers
          tool-prompt-tokens N    Gemini: what tools put into the prompt
          audio-ms N              the length of an uploaded recording
          polls N                 how often a response in the background is found unfinished
          failed                  a response that fails at its end, its tokens billed
          provider NAME           answer as this provider does (the path's first part says so as well: /groq/…)
          cookies                 two Set-Cookie headers
        Form:
          gzip, deflate           compressed although not asked for (asked for by Accept-Encoding, it always is)
          crlf                    CR LF line ends in a stream
          comments                a comment line before each event
          multiline               each event's data in two 'data:' lines
          split N                 writes of N bytes (without it, events that follow at once share a chunk)

        'x-sim-call: ID' is kept in the record of the call and changes nothing. The key 'bad-key' is answered with \
        401, a model that begins with 'no-such-model' with 404. GET /_sim/calls gives what was served as JSON lines, \
        DELETE /_sim/calls forgets it.
        """
}
