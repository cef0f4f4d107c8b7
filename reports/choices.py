"""The words of the officers' filters."""

from django.db import models


class WaitingOn(models.TextChoices):
    """Whose turn it is on the application that is being worked on."""

    ORGANISATION = "organisation", "The organisation"
    OFFICER = "officer", "SEND officers"
    CHAMPIONS = "champions", "Champions"


class Order(models.TextChoices):
    NAME = "name", "Name"
    LONGEST = "longest", "Longest at one status"
    NEWEST = "newest", "Newest organisations first"
