"""Telegram: updates in, replies out; knows the Bot API and nothing of what is said."""
