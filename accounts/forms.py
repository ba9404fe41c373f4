"""allauth's forms in the portal's words."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm

from accounts.models import User


class SignInForm(LoginForm):
    """Sign-in with user name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Användarnamn eller e-postadress"
        self.fields["login"].error_messages["required"] = "Skriv användarnamn eller e-postadress."
        self.fields["password"].error_messages["required"] = "Skriv lösenordet."
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label stands above; grey text in a field looks filled in


class ForgottenPasswordForm(ResetPasswordForm):
    """A new password by e-mail, for accounts that have one. Who comes in another way gets no password by e-mail."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.has_usable_password()]
        return email


class AddKeyForm(AddWebAuthnForm):
    """A new key, and whether it is enough by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Vad vill du kalla nyckeln?"
        self.fields["passwordless"].label = "Jag vill logga in med bara nyckeln"
        self.fields[
            "passwordless"
        ].help_text = "Då behövs inget lösenord, men nyckeln ska vara skyddad med PIN-kod eller fingeravtryck."
