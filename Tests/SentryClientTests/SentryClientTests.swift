import Testing

// The suites of SentryClient stand in files of their own.
