// Hummingbird's requests in Sentry.
