"""Requests that two parsers could read differently, or that must not pass for another reason, and some that must.

`{p}` stands for a path that only this row has, `{s}` for another one: what would be smuggled. A row says what the
gateway does: refuse with one of these statuses, or forward so many requests.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    data: bytes
    refused: tuple[int, ...] = ()
    forwards: int = 0
    """How many requests reach the provider, where it is not refused."""
    answers: tuple[int, ...] = ()
    """Statuses of the answers, where it is not refused; empty = 200 for each that is forwarded."""


def lines(*parts: str, body: bytes = b"") -> bytes:
    return "\r\n".join(parts).encode("latin-1") + b"\r\n\r\n" + body


def upload(*fields: str, body: bytes = b"hello") -> bytes:
    return lines("POST {p} HTTP/1.1", "Host: h", *fields, body=body)


def chunked(body: bytes, *fields: str) -> bytes:
    return upload("Transfer-Encoding: chunked", *fields, body=body)


def fetch(*fields: str, line: str = "GET {p} HTTP/1.1") -> bytes:
    return lines(line, "Host: h", *fields)


def bad(name: str, data: bytes, *statuses: int) -> Row:
    return Row(name, data, refused=statuses or (400,))


def good(name: str, data: bytes, forwards: int = 1, answers: tuple[int, ...] = ()) -> Row:
    return Row(name, data, forwards=forwards, answers=answers)


HIDDEN = b"GET {s} HTTP/1.1\r\nHost: h\r\n\r\n"

LENGTHS = [
    good("length", upload("Content-Length: 5")),
    good("length with blanks", upload("Content-Length:   5  ")),
    bad("length behind a tab", upload("Content-Length: \t5")),
    bad("length before a tab", upload("Content-Length: 5\t")),
    good("length with zeros", upload("Content-Length: 005")),
    good("length of 0", upload("Content-Length: 0", body=b"")),
    good("body of a GET", fetch("Content-Length: 5") + b"hello"),
    bad("length and chunks", upload("Content-Length: 5", "Transfer-Encoding: chunked", body=b"0\r\n\r\n" + HIDDEN)),
    bad("chunks and length", upload("Transfer-Encoding: chunked", "Content-Length: 5", body=b"0\r\n\r\n" + HIDDEN)),
    bad("two equal lengths", upload("Content-Length: 5", "Content-Length: 5")),
    bad("two different lengths", upload("Content-Length: 5", "Content-Length: 50", body=b"hello" + HIDDEN)),
    bad("two different lengths, other case", upload("Content-Length: 50", "content-length: 5", body=b"hello" + HIDDEN)),
    *(
        bad(f"length {value!r}", upload(f"Content-Length: {value}"))
        for value in ("+5", "-5", "5,5", "5, 5", "5 5", "0x5", "5;", "5.0", "5e0", "", "five", "5\x0b", "5\x0c", "\xb2",
                      "99999999999999999999", "18446744073709551621", "9223372036854775813")
    ),
    bad("length above the limit", upload(f"Content-Length: {40 << 20}", body=b""), 413),
    bad("length with a blank before its colon", upload("Content-Length : 5")),
    bad("length with an underscore", upload("Content-Length: 5", "Content_Length: 50"), 400),
    bad("folded length", upload("Content-Length:", " 5")),
]  # fmt: skip

CODINGS = [
    good("chunks", chunked(b"5\r\nhello\r\n0\r\n\r\n")),
    good("coding in another case", upload("transfer-encoding: Chunked", body=b"5\r\nhello\r\n0\r\n\r\n")),
    *(
        bad(f"coding {value!r}", upload(f"Transfer-Encoding: {value}", body=b"5\r\nhello\r\n0\r\n\r\n" + HIDDEN), 400, 501)
        for value in ("xchunked", "chunkedx", "identity", "chunked, identity", "identity, chunked", "gzip", "gzip, chunked",
                      "chunked, chunked", "chunked;q=1", "chunked,", ",chunked", "\x0bchunked", "\tchunked", "chunked\t", "\"chunked\"", "chu nked", "")
    ),
    bad("two codings", upload("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body=b"0\r\n\r\n" + HIDDEN)),
    bad("two codings, one unknown", upload("Transfer-Encoding: chunked", "Transfer-Encoding: x", body=b"0\r\n\r\n"), 400, 501),
    bad("coding with a blank before its colon", upload("Transfer-Encoding : chunked", body=b"0\r\n\r\n")),
    bad("coding with a tab before its colon", upload("Transfer-Encoding\t: chunked", body=b"0\r\n\r\n")),
    bad("coding with an underscore", upload("Content-Length: 5", "Transfer_Encoding: chunked")),
    bad("coding with a NUL", upload("Transfer-Encoding\0: chunked", body=b"0\r\n\r\n")),
    bad("coding in a folded line", upload("X: y", " Transfer-Encoding: chunked", body=b"0\r\n\r\n")),
    bad("coding behind a bare LF", b"POST {p} HTTP/1.1\r\nHost: h\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    bad("coding behind a bare CR", b"POST {p} HTTP/1.1\r\nHost: h\r\nX: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    bad("coding in HTTP/1.0", lines("POST {p} HTTP/1.0", "Host: h", "Transfer-Encoding: chunked", body=b"0\r\n\r\n")),
    bad("folded coding", upload("Transfer-Encoding:", " chunked", body=b"0\r\n\r\n")),
]  # fmt: skip

CHUNKS = [
    good("chunk with an extension", chunked(b"5;a=b;c=\"d\\\"e\"\r\nhello\r\n0\r\n\r\n")),
    good("chunks with a trailer", chunked(b"5\r\nhello\r\n0\r\nX-Sum: y\r\n\r\n")),
    good("a length as trailer", chunked(b"5\r\nhello\r\n0\r\nContent-Length: 99\r\n\r\n")),
    good("many zeros", chunked(b"0000000005\r\nhello\r\n000\r\n\r\n")),
    *(
        bad(f"chunk size {size!r}", chunked(size + b"\r\nhello\r\n0\r\n\r\n" + HIDDEN))
        for size in (b"0x5", b"+5", b"-5", b" 5", b"\t5", b"5 ", b"5 5", b"5_0", b"", b"g", b"\x005", b"5\x00", b"5\x0b",
                     b"1FFFFFFFFFFFFFFFF", b"FFFFFFFFFFFFFFFF", b"8000000000000005", b"10000000000000005", b"0" * 40 + b"5",
                     b"5;", b"5;;", b"5;=", b"5;a=", b"5;a=\"b", b"5;a=b c", b"5,a", b"5;a\x00", b"5;a\rb", b"5;a=\x7f",
                     b"5;" + b"a" * 20_000)
    ),
    bad("size ended by LF", chunked(b"5\nhello\r\n0\r\n\r\n")),
    bad("extension ended by LF", chunked(b"5;a=b\nhello\r\n0\r\n\r\n")),
    bad("size ended by CR CR LF", chunked(b"5\r\r\nhello\r\n0\r\n\r\n")),
    bad("LF hidden in an extension", chunked(b"2;\nxx\r\n4c\r\n0\r\n\r\n" + HIDDEN)),
    bad("data longer than its size", chunked(b"3\r\nhello\r\n0\r\n\r\n")),
    bad("data shorter than its size", chunked(b"7\r\nhello\r\n0\r\n\r\n")),
    bad("data ended by LF", chunked(b"5\r\nhello\n0\r\n\r\n")),
    bad("data ended by CR", chunked(b"5\r\nhello\r0\r\n\r\n")),
    bad("data ended by two other bytes", chunked(b"5\r\nhelloXX0\r\n\r\n")),
    bad("last chunk ended by LF", chunked(b"5\r\nhello\r\n0\n\n")),
    bad("trailers ended by LF", chunked(b"5\r\nhello\r\n0\r\nX: y\n\r\n")),
    bad("trailer that is no field", chunked(b"5\r\nhello\r\n0\r\n" + HIDDEN)),
    bad("trailer with a control character", chunked(b"5\r\nhello\r\n0\r\nX: \x01\r\n\r\n")),
    bad("trailer folded", chunked(b"5\r\nhello\r\n0\r\nX: y\r\n z\r\n\r\n")),
    bad("trailers of 20 KB", chunked(b"5\r\nhello\r\n0\r\n" + b"X: yyyyyyyyyyyyyy\r\n" * 1_200 + b"\r\n"), 400, 431),
    bad("chunks above the limit", chunked(b"2800000\r\n" + b"x" * (33 << 20)), 413),
]  # fmt: skip

LINE_ENDS = [
    good("an empty line before the request", b"\r\n" + fetch()),
    bad("LF only", b"GET {p} HTTP/1.1\nHost: h\n\n"),
    bad("LF behind the request line", b"GET {p} HTTP/1.1\nHost: h\r\n\r\n"),
    bad("LF behind a field", b"GET {p} HTTP/1.1\r\nHost: h\nX: y\r\n\r\n"),
    bad("LF for the blank line", b"GET {p} HTTP/1.1\r\nHost: h\r\n\n"),
    bad("LF LF in the head", b"GET {p} HTTP/1.1\r\nHost: h\n\n" + HIDDEN),
    bad("CR only", b"GET {p} HTTP/1.1\rHost: h\r\r\r\n\r\n"),
    bad("CR CR LF", b"GET {p} HTTP/1.1\r\r\nHost: h\r\n\r\n"),
    bad("CR in a value", fetch("X: a\rb")),
    bad("CR LF LF in a value", fetch("X: a\r\n\nb: c")),
    bad("fold by a blank", fetch("X: a", " b")),
    bad("fold by a tab", fetch("X: a", "\tb")),
    bad("fold of the first field", b"GET {p} HTTP/1.1\r\n Host: h\r\n\r\n"),
    bad("fold to an empty line", fetch("X: a", " ")),
    bad("many empty lines before", b"\r\n\r\n\r\n" + fetch()),
    bad("LF before", b"\n" + fetch()),
    bad("CR before", b"\r" + fetch()),
    bad("CR and another byte before", b"\r\xd8" + fetch()),
    bad("CR and a blank before", b"\r " + fetch()),
]

CHARACTERS = [
    *(
        bad(f"{byte!r} in a value", b"GET {p} HTTP/1.1\r\nHost: h\r\nX: a" + byte + b"b\r\n\r\n")
        for byte in (b"\x00", b"\x01", b"\x08", b"\x0b", b"\x0c", b"\x1b", b"\x7f")
    ),
    good("bytes above 127 in a value", b"GET {p} HTTP/1.1\r\nHost: h\r\nX: \xc3\xa9\xff\r\n\r\n"),
    *(
        bad(f"field name {name!r}", b"GET {p} HTTP/1.1\r\nHost: h\r\n" + name + b": a\r\n\r\n")
        for name in (b"", b"a b", b"a ", b" ", b"a\x00", b"a\t", b"a\x7f", b"\xc3\xa9", b"a(b)", b"a,b", b"a/b", b"[a]", b"a\"",
                     b"a@b", b"{a}", b"a;b", b"a=b")
    ),
    bad("field without a colon", fetch("X")),
    bad("field that is a request line", fetch("GET {s} HTTP/1.1")),
    good("field without a value", fetch("X:")),
    *(
        bad(f"{byte!r} in the target", b"GET {p}" + byte + b"x HTTP/1.1\r\nHost: h\r\n\r\n")
        for byte in (b"\x00", b"\x01", b"\t", b"\x7f", b"\xc3\xa9", b"\xff", b"\r", b"\n", b"\x0b")
    ),
]  # fmt: skip

REQUEST_LINES = [
    good("any method", lines("PURGE {p} HTTP/1.1", "Host: h")),
    good("HTTP/1.0", lines("GET {p} HTTP/1.0", "Host: h")),
    good("HTTP/1.0 without a host", lines("GET {p} HTTP/1.0")),
    bad("lower-case method", fetch(line="get {p} HTTP/1.1")),
    bad("method with another character", fetch(line="G;T {p} HTTP/1.1")),
    bad("method of 40 letters", fetch(line="G" * 40 + " {p} HTTP/1.1")),
    bad("CONNECT", fetch(line="CONNECT {p} HTTP/1.1"), 400, 405, 501),
    bad("CONNECT to an authority", fetch(line="CONNECT 127.0.0.1:22 HTTP/1.1", ), 400, 405, 501),
    bad("TRACE", fetch(line="TRACE {p} HTTP/1.1"), 405, 501),
    bad("two blanks before the target", fetch(line="GET  {p} HTTP/1.1")),
    bad("two blanks behind the target", fetch(line="GET {p}  HTTP/1.1")),
    bad("a tab before the target", fetch(line="GET\t{p} HTTP/1.1")),
    bad("a blank before the method", fetch(line=" GET {p} HTTP/1.1")),
    bad("a blank behind the version", fetch(line="GET {p} HTTP/1.1 ")),
    bad("words behind the version", fetch(line="GET {p} HTTP/1.1 x")),
    bad("a blank in the target", fetch(line="GET {p} x HTTP/1.1")),
    bad("no version", b"GET {p}\r\n\r\n"),
    bad("no version, with fields", fetch(line="GET {p}")),
    bad("no target", fetch(line="GET HTTP/1.1")),
    bad("empty target", fetch(line="GET  HTTP/1.1")),
    bad("lower-case protocol", fetch(line="GET {p} http/1.1")),
    *(
        bad(f"version {v}", fetch(line="GET {p} " + v), 400, 505)
        for v in ("HTTP/0.9", "HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/3.0", "HTTP/1.10", "HTTP/01.1", "HTTP/1.01", "HTTP/11",
                  "HTTP/1.", "HTTP/1", "HTTP/.1", "HTTP/1,1", "HTTP/a.b", "HTTPS/1.1", "HTTP/-1.1", "ICY/1.1", "HTTP/1.1\x00")
    ),
    bad("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505),
    bad("TLS hello", bytes.fromhex("1603010200010001fc0303") + bytes(200) + b"{p}"),
    bad("absolute form", fetch(line="GET http://127.0.0.1/{p} HTTP/1.1")),
    bad("absolute form with another host", fetch(line="GET http://evil.test{p} HTTP/1.1")),
    bad("absolute form, https", fetch(line="GET https://evil.test{p} HTTP/1.1")),
    bad("authority form", fetch(line="GET evil.test:80 HTTP/1.1")),
    bad("asterisk form", fetch(line="OPTIONS * HTTP/1.1")),
    bad("relative target", fetch(line="GET v1/x HTTP/1.1")),
    bad("fragment", fetch(line="GET {p}#x HTTP/1.1")),
    bad("fragment behind the query", fetch(line="GET {p}?a#x HTTP/1.1")),
    *(
        bad(f"escape {e} in the path", fetch(line="GET {p}" + e + " HTTP/1.1"))
        for e in ("%00", "%0d%0aX:%20y", "%0a", "%7f", "%1f", "%zz", "%2", "%", "%u0041")
    ),
    good("escapes in the query are the provider's", fetch(line="GET {p}?a=%0d%0ab HTTP/1.1")),
]  # fmt: skip

HOSTS = [
    bad("no host", b"GET {p} HTTP/1.1\r\nX: y\r\n\r\n"),
    bad("two hosts", lines("GET {p} HTTP/1.1", "Host: h", "Host: h")),
    bad("two different hosts", lines("GET {p} HTTP/1.1", "Host: h", "Host: evil.test")),
    *(
        bad(f"host {host!r}", lines("GET {p} HTTP/1.1", f"Host: {host}"))
        for host in ("a b", "\ta", "a\t", "a/b", "a,b", "a@b", "a\x00b", "a\tb", "http://a", "a:b", "a:80:80", "a:99999999", "[::1", "::1]", "a\\b",
                     "a?b", "a#b", "..", "a..b", "a:")[:-1]
    ),
    good("host with a port", lines("GET {p} HTTP/1.1", "Host: h:4000")),
    good("host that is an IPv6 address", lines("GET {p} HTTP/1.1", "Host: [::1]:4000")),
]  # fmt: skip

SIZES = [
    good("head of 28 KB", fetch(*(f"X-{n}: {'y' * 1_000}" for n in range(28)))),
    bad("request line of 70 KB", fetch(line="GET {p}/" + "x" * 70_000 + " HTTP/1.1"), 414, 431),
    bad("field of 70 KB", fetch("X: " + "y" * 70_000), 431),
    bad("name of 70 KB", fetch("X" * 70_000 + ": y"), 431),
    bad("5 000 fields", fetch(*(f"X-{n}: y" for n in range(5_000))), 431),
    bad("400 KB of fields", fetch(*(f"X-{n}: {'y' * 4_000}" for n in range(100))), 431),
    bad("head without an end", b"GET {p} HTTP/1.1\r\nHost: h\r\nX: " + b"y" * 400_000, 431),
    bad("request line without an end", b"GET {p}" + b"y" * 400_000, 414, 431),
]

PATHS = [
    *(
        bad(f"path {path}", fetch(line="GET " + path + " HTTP/1.1"))
        for path in ("/openai/..{p}", "/openai/../anthropic{p}", "/openai/%2e%2e{p}", "/openai/%2E.{p}", "/openai/.%2e{p}", "/openai/.{p}",
                     "/openai/%2e{p}", "/..{p}", "/../..{p}", "/v1/../..{p}", "/openai/..%2f{p}", "/openai/..%5c{p}", "/openai%2f..{p}",
                     "/openai%2fv1{p}", "/openai%5cv1{p}", "/openai\\..{p}", "/openai/..\\{p}", "/openai/..;{p}", "/openai/..;x=y{p}",
                     "{p}/..", "{p}/.", "{p}/%2e%2e/", "/v1/x/%2e%2e/%2e%2e{p}")
    ),
    *(
        bad(f"no provider {path}", fetch(line="GET " + path + " HTTP/1.1"), 404)
        for path in ("/", "//", "//v1{p}", "/%6fpenai{p}", "/OPENAI{p}", "/openai;x{p}", "/openai%20{p}", "/{p}", "/api/v1/admin/requests",
                     "/metrics")
    ),
    good("escaped slash behind the prefix", fetch(line="GET {p}/a%2fb HTTP/1.1")),
    good("provider in the path", fetch(line="GET /openai{p} HTTP/1.1")),
    good("dots within a name", fetch(line="GET {p}/gpt-3.5..x/...y HTTP/1.1")),
]  # fmt: skip

CONNECTIONS = [
    good("two requests at once", fetch() + fetch(), 2),
    good("an upload and a request", upload("Content-Length: 5") + fetch(), 2),
    good("chunks and a request", chunked(b"5\r\nhello\r\n0\r\n\r\n") + fetch(), 2),
    good("a GET's body is no request", fetch(f"Content-Length: {len(HIDDEN)}") + HIDDEN.replace(b"{s}", b"{p}"), 1),
    good("nothing behind Connection: close", fetch("Connection: close") + HIDDEN, 1),
    good("nothing behind HTTP/1.0", lines("GET {p} HTTP/1.0", "Host: h") + HIDDEN, 1),
    bad("nothing behind a bad request", fetch(line="GET {p} HTTP/9.9") + HIDDEN, 400, 505),
    good("a bad request behind a good one", fetch() + b"GET {s} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: x\r\n\r\n", 1, (200, 501)),
    good("upgrade to a websocket", fetch("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13")),
    good("upgrade to HTTP/2", fetch("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")),
    good("a length named by Connection", upload("Content-Length: 5", "Connection: content-length") + fetch(), 2),
    good("a host named by Connection", fetch("Connection: host, x")),
    good("Expect that is unknown", upload("Content-Length: 5", "Expect: the-unexpected"), 1, (200,)),
]  # fmt: skip

ROWS = [*LENGTHS, *CODINGS, *CHUNKS, *LINE_ENDS, *CHARACTERS, *REQUEST_LINES, *HOSTS, *SIZES, *PATHS, *CONNECTIONS]
