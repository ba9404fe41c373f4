"""Sign-in: the parts of allauth that the portal uses. What is not listed here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from accounts.gates import own_factor
from accounts.views import notices, profile, provider_sign_in
from accounts.views.sign_in import sign_in

urlpatterns = [
    path("logga-in/", sign_in, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("inaktivt/", account.account_inactive, name="account_inactive"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("losenord/valj/", own_factor(account.password_set), name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("losenord/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "losenord/nytt/<str:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("losenord/nytt/klart/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("legitimera/", provider_sign_in.prove, name="account_prove"),
    path("via/<slug:provider_id>/", provider_sign_in.sign_in, name="openid_connect_login"),
    path("via/<slug:provider_id>/svar/", provider_sign_in.callback, name="openid_connect_callback"),
    path("via/<slug:provider_id>/koppla/", provider_sign_in.link, name="account_link"),
    path("tvastegs/", mfa.index, name="mfa_index"),
    path("tvastegs/logga-in/", mfa.authenticate, name="mfa_authenticate"),
    path("tvastegs/bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tvastegs/app/lagg-till/", own_factor(totp.activate_totp), name="mfa_activate_totp"),
    path("tvastegs/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tvastegs/nycklar/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("tvastegs/nycklar/lagg-till/", own_factor(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("tvastegs/nycklar/bekrafta/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tvastegs/nycklar/logga-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("tvastegs/nycklar/<int:pk>/ta-bort/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("tvastegs/koder/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvastegs/koder/nya/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tvastegs/koder/hamta/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("e-post/", profile.address, name="account_email"),
    path("e-post/<str:token>/", profile.address_confirm, name="account_email_confirm"),
    path("namn/", profile.name, name="account_name"),
    path("meddelanden/", notices.notices, name="notices"),
    path("meddelanden/lasta/", notices.notices_read, name="notices_read"),
    path("meddelanden/<int:pk>/", notices.notice_open, name="notice_open"),
]
