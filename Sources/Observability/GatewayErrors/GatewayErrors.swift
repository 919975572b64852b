// The gateway's errors as events for Sentry.
