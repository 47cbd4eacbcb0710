"""The web: the webhook, health and metrics over HTTP; knows nothing of Telegram but its header and its manners."""
