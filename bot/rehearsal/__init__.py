"""Plays written conversations against the real core, all in memory; knows no Telegram, no database and no clock."""
