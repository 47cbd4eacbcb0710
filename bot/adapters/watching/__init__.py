"""What operators watch: logs and metrics; knows nothing of what people write."""
