"""Subject access: what is held about one person (UK GDPR, article 15)."""
