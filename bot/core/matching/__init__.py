"""The parts of the matcher; they know words and numbers, not topics' meaning, chats or files."""
