"""Pictures of figures; knows no chat and counts nothing."""
