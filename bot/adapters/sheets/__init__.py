"""Files of rows, for programs that calculate; knows nothing of what the rows mean."""
