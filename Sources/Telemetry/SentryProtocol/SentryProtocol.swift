// Sentry's protocol as values and bytes; no I/O.
