"""Storage: sessions, requests, audit and outbox in an SQL database; knows nothing of what they mean."""
