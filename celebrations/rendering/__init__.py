"""Facts into bytes. Nothing here reads the database."""
