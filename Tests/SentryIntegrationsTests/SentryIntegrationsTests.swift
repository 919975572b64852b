import Testing

// The suites of SentryIntegrations stand in files of their own.
