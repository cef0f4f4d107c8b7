"""Who is signed in, read with what the head of every page says about them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from awards.models import User
from foundation.models import OutboxMessage


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    def get_user(self, user_id: int) -> User | None:
        """With the number of unread messages, which so costs no page a query of its own."""
        unread = (
            OutboxMessage.objects.unread()
            .filter(recipient=OuterRef("pk"))
            .order_by()
            .values("recipient")
            .annotate(number=Count("pk"))
            .values("number")
        )
        counted = Coalesce(Subquery(unread, output_field=IntegerField()), 0)
        user = User.objects.annotate(unread=counted).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.unread_messages = user.unread
        return user
