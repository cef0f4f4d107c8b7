"""What an organisation shows its award with: pictures, a poster, letters, its name on each."""
