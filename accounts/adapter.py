"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are not made by signing up: staff are added by the agency, applicants come with their mandate."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
