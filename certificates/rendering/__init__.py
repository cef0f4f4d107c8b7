"""Facts into bytes: certificates as PDF, logos as a pack. Nothing here reads the database."""
