"""The steps that lead a database from one version to the next, run by Alembic; knows no address and no settings."""
