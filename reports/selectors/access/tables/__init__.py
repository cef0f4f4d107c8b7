"""The table of subject access by room: the first word of a file's name says whose models are in it.

What Django, allauth and the task queue keep stands with the room that uses it. `access/table.py` puts
them in the order in which people read them.
"""
