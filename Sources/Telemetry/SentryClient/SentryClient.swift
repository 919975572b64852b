// A Sentry client: hub, scopes, queue, transport.
