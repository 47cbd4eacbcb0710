"""Guichet, the front desk; the rooms are told apart in the README."""

import os

# numpy's threads would each keep memory, and on matrices of our size they wait for one another more than they help.
# It is read when numpy is imported, so it has to stand before every other module.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
