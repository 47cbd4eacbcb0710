"""Guichet, the front desk; the rooms are told apart in the README."""
