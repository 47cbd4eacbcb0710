"""A bare echo bot of python-telegram-bot in its stock configuration, to be measured beside; stores nothing."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Repeat what was said."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


async def tell(_application: Application) -> None:  # type: ignore[type-arg]
    """Say that the bot is there."""
    print("ready", flush=True)


def main() -> None:
    """Poll until told to stop: one update after the other, or so many at a time with as many connections."""
    url, token, concurrent = sys.argv[1], sys.argv[2], int(sys.argv[3])
    builder = Application.builder().token(token).base_url(f"{url}/bot").post_init(tell)
    if concurrent > 1:
        builder = builder.concurrent_updates(concurrent).connection_pool_size(concurrent).pool_timeout(60)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
