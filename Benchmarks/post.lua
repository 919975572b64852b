-- wrk: POST the body in $BENCH_BODY, the same over and over; one line of JSON at the end.
local file = assert(io.open(assert(os.getenv("BENCH_BODY"), "BENCH_BODY is not set"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer sk-bench"

done = function(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"completed":%d,"seconds":%.6f,"non_2xx":%d,"errors":%d,"p50_us":%d,"p99_us":%d}\n',
      summary.requests, summary.duration / 1e6, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50), latency:percentile(99)))
end
