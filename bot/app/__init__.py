"""The shell: one message in, one committed turn out; it defines the ports that the adapters fill."""
