// swift-log to Sentry.
