// Spans of a tracer as Sentry's transactions.
