"""What the editor's and operator's commands print; knows no chat."""
