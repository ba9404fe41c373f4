"""Who a session belongs to."""

from typing import Any

from allauth.account import auth_backends

from accounts.models import User
from journal.domain.notices import unread


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Allauth's sign-in. The person's row brings the unread notices along, so that no page asks for them apart."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.annotate(unread=unread(User.key_expression())).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.unread_notices = user.unread
        return user
