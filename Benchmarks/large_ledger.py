"""A ledger of millions of rows, made in some minutes: real rows, written by the gateway, many times over.

The gateway itself books a few thousand calls, of which every fifth fails. From these rows the sums (counter_totals, day_totals, user_totals, model_costs) are
computed in SQL and compared with what the gateway's own writer has there: they must be equal, column by column. Then the
rows are copied with other times, ids and users until there are enough, and the same SQL makes the sums of all of them.
So both the rows and the way from rows to sums are the real writer's.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

from processes import Failure

DAY = 86_400_000_000
SUMS = {
    "cost": "sum(known_cost)",
    "requests": "count(*)",
    "errors": "sum(error_type IS NOT NULL)",
    "unpriced": "sum(price_source = 'fallback' OR (cost IS NULL AND error_type IS NULL))",
    "input": "sum(input + cached_input + cache_write_5m + cache_write_1h + audio_input + cached_audio_input"
    " + image_input + cached_image_input + video_input)",
    "cached_input": "sum(cached_input + cached_audio_input + cached_image_input)",
    "cache_write": "sum(cache_write_5m + cache_write_1h)",
    "output": "sum(output + reasoning + audio_output + image_output + citation)",
    "reasoning": "sum(reasoning)",
}
MONTH = (
    "CAST(strftime('%Y', started_at / 1000000, 'unixepoch') AS INTEGER) * 12"
    " + CAST(strftime('%m', started_at / 1000000, 'unixepoch') AS INTEGER) - 1"
)
MODEL = "coalesce(priced_as, request_model, response_model, 'unknown')"
ROLL_UPS = {
    "counter_totals": (
        {"model_label": "model_label", "component_label": "component_label", "error_type": "coalesce(error_type, '')"},
        SUMS | {"disconnects": "sum(client_disconnected)"},
    ),
    "day_totals": (
        {"day": f"started_at / {DAY}", "provider": "provider", "model": MODEL, "component": "component"},
        SUMS,
    ),
    "user_totals": ({"month": MONTH, "user": "user"}, SUMS),
    "model_costs": (
        {
            "day": f"started_at / {DAY}",
            "provider": "provider",
            "model": "coalesce(request_model, priced_as, response_model, 'unknown')",
        },
        {"cost": "sum(known_cost)"},
    ),
}
# Tables that the gateway's own migration fills from the rows: they are dropped, and its next start makes them again.
MADE_BY_MIGRATION = {"periods": ["hour_totals", "hour_counts", "day_counts", "user_hours", "user_days"]}


def call(port, number):
    """One call of a varied few thousand."""
    model = ["gpt-4o-mini", "gpt-4o", "o3-mini", "gpt-4.1-nano", "no-such-model"][number % 5]
    stream = "true" if number % 2 else "false"
    body = '{"model":"%s","stream":%s,"messages":[{"role":"user","content":"Hello %d"}]}' % (model, stream, number)
    headers = {
        "authorization": "Bearer sk-bench",
        "content-type": "application/json",
        "x-tollgate-user": f"user-{number % 50}",
        "x-tollgate-component": ["search", "chat", "agent", "summary", "unspecified"][number % 7 % 5],
    }
    if number % 40 == 7:
        headers["x-sim-status"] = ["429", "500", "400"][number // 40 % 3]
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/v1/chat/completions", body, headers)
    connection.getresponse().read()
    connection.close()


def traffic(port, count):
    """Real calls through the gateway on `port`, and a model and a component that are seldom."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: call(port, number), range(count)))


def select(table):
    keys, sums = ROLL_UPS[table]
    columns = ", ".join(f"{expression} AS {name}" for name, expression in (keys | sums).items())
    # What costs nothing has no row in model_costs.
    condition = "WHERE known_cost <> 0" if table == "model_costs" else ""
    return f"SELECT {columns} FROM requests {condition} GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}"


def verify(path):
    """Holds the sums in SQL against those of the gateway's writer."""
    database = sqlite3.connect(path)
    for table, (keys, sums) in ROLL_UPS.items():
        written = database.execute(f"SELECT {', '.join(keys | sums)} FROM {table}").fetchall()
        if sorted(written) != sorted(database.execute(select(table)).fetchall()) or not written:
            raise Failure(f"{table} is not what the rows add up to; large_ledger.py no longer computes as the writer does")
    database.close()


def fill(path, count, days, users):
    """Copies the rows until there are `count`, by so many users, over the last `days` days, oldest first; then makes the sums
    anew."""
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
    columns = [row[1] for row in database.execute("PRAGMA table_info(requests)")]
    indexes = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'requests' AND sql IS NOT NULL"
    ).fetchall()
    database.execute("CREATE TEMP TABLE base AS SELECT *, row_number() OVER (ORDER BY id) AS n FROM requests ORDER BY id")
    (rows,) = database.execute("SELECT count(*) FROM base").fetchone()
    rounds = count // rows
    step = days * DAY // rounds  # microseconds between two copies; rows lie evenly within
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    changed = {
        "started_at": "started_at - :back",
        "id": "id - ((:back / 1000) << 22)",
        # Among many users one with every fourth call of a model and hardly another, as nightly jobs are.
        "user": "CASE WHEN n % 4 = 0 AND request_model = 'gpt-4.1-nano' THEN 'nightly'"
        f" ELSE 'user-' || (abs(n * 7919 + :round * 104729) % {users}) END",
    }
    listed = ", ".join(changed.get(name, name) for name in columns)
    # A back-dated row keeps the place of its time within the step.
    insert = f"INSERT INTO requests ({', '.join(columns)}) SELECT {listed} FROM base ORDER BY id"
    database.execute("BEGIN")
    for number in range(rounds, 0, -1):
        database.execute(insert, {"back": number * step, "round": number})
    # One model and one component that hardly anybody uses, a long time ago.
    (rare,) = database.execute("SELECT id FROM requests ORDER BY id LIMIT 1 OFFSET 100").fetchone()
    (kind,) = database.execute(
        "INSERT INTO kinds (request_model, response_model, priced_as, component, status, failed)"
        " SELECT 'rare-model', 'rare-model', NULL, 'rare-component', 418, error_type IS NOT NULL FROM requests WHERE id = ?"
        " RETURNING kind",
        (rare,),
    ).fetchone()
    database.execute(
        "UPDATE requests SET request_model = 'rare-model', response_model = 'rare-model', priced_as = NULL,"
        " component = 'rare-component', status = 418, kind = ? WHERE id = ?",
        (kind, rare),
    )
    for name, sql in indexes:
        database.execute(sql)
    for table in ROLL_UPS:
        database.execute(f"DELETE FROM {table}")
        database.execute(f"INSERT INTO {table} {select(table)}")
    for migration, tables in MADE_BY_MIGRATION.items():
        for table in tables:
            database.execute(f"DROP TABLE IF EXISTS {table}")
        database.execute("DELETE FROM grdb_migrations WHERE identifier = ?", (migration,))
    database.execute("COMMIT")
    (total,) = database.execute("SELECT count(*) FROM requests").fetchone()
    database.executescript("PRAGMA journal_mode = WAL;")
    database.close()
    return total
