"""The sign-in form in the portal's words."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """Sign-in with user name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Användarnamn eller e-postadress"
        self.fields["login"].error_messages["required"] = "Skriv användarnamn eller e-postadress."
        self.fields["password"].error_messages["required"] = "Skriv lösenordet."
