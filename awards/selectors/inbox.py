"""A person's inbox: what we wrote to them, for reading again.

A code or a link that opens an account never comes here (`MailKind.in_inbox`): it has no recipient.
"""

from django.db.models import QuerySet

from awards.models import User
from foundation.models import OutboxMessage


def messages_to(user: User) -> "QuerySet[OutboxMessage]":
    rows = OutboxMessage.objects.in_inbox_of(user)
    heavy = ("body_text", "body_html", "attachments", "values")
    return rows.defer(*heavy).order_by("-created_at", "-pk")
