"""Names why Telegram cannot be used at all; knows no call."""


class TelegramUnusable(Exception):  # noqa: N818 (one line for the operator)
    """Telegram cannot be used with these settings; the text is one line that says why."""
