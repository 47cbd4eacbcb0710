"""The staff's desk: the card of a request, what staff do with it, and what people are told; knows no Telegram."""
