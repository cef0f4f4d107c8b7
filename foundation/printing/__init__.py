"""Words onto paper: bundled fonts, what they can print, and pages as PDF that lasts."""
