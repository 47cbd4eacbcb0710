"""One module per step; each stands by itself and knows nothing of today's tables."""
