"""The adapters: each ties one outside system to the shell's ports and knows nothing of the others."""
