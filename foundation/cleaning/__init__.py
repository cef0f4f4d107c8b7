"""Cleaning strangers' files: what must not be in them is found, what was hidden in them is left out.

Nothing here knows of Django: it runs in a process of its own (foundation/apart.py). Each cleaner is
called with what the file is about and its bytes, and gives back what it found and the new bytes, or
`({"refused": code},)` with a code of `foundation.cleaning.reasons`.
"""
