"""The pure core: it decides, performs no I/O, reads no clock and draws no lots."""
