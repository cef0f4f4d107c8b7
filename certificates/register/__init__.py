"""Who holds what: the public list, its feeds and its words (scheme.md 25, T-78).

A reading of awards on a day. Nothing is kept of it, so that it can't say anything that is over.
"""
