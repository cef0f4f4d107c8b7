"""What accounts say to people, in our words; and the name of each act in the audit log."""

from dataclasses import dataclass

WRONG_CODE = "That code is not right. Check it and type it again, or ask for a new one."

ERRORS = {
    "account_inactive": "This account is closed. Write to us if you think that is wrong.",
    "duplicate_email": "This is already your e-mail address.",
    "email_password_mismatch": (
        "The e-mail address or the password is not right. Check both and try again."
    ),
    "email_taken": "This e-mail address cannot be used. Choose another one.",
    "enter_current_password": "This is not your password now. Type it again.",
    "incorrect_code": WRONG_CODE,
    "incorrect_password": "This is not your password. Type it again.",
    "invalid_or_expired_key": "This link no longer works.",
    "invalid_password_reset": "This link no longer works.",
    "same_as_current": "This is already your e-mail address.",
    "too_many_login_attempts": "That was too many tries. Ask for a new code.",
    "unverified_email": "Confirm your e-mail address first.",
    "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
}

# Banners after an act. What the next page says by itself gets none.
BANNERS = {
    "account/messages/email_confirmation_failed.txt": (
        "This e-mail address could not be confirmed. Another account uses it."
    ),
    "account/messages/email_confirmed.txt": "Your e-mail address is confirmed.",
    "account/messages/logged_out.txt": "You have signed out.",
    "account/messages/password_changed.txt": "Your password is changed. Sign in with the new one.",
    "account/messages/password_set.txt": "Your password is set. Sign in with it.",
    "mfa/messages/totp_activated.txt": "Your app now makes codes for your account.",
    "mfa/messages/totp_deactivated.txt": "The app is removed from your account.",
    "mfa/messages/webauthn_added.txt": "Your passkey is saved.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "usersessions/messages/sessions_logged_out.txt": (
        "All other places where you were signed in are signed out."
    ),
}


@dataclass(frozen=True)
class Notice:
    """A change to an account: its name in the audit log, and how its owner is told by e-mail."""

    event: str
    what: str
    message: str = "account_notice"


# By the names that django-allauth gives to its mails.
NOTICES = {
    "account/email/email_changed": Notice(
        "account.email_changed", "Your e-mail address was changed", "account_email_changed"
    ),
    "account/email/email_deleted": Notice(
        "account.email_removed", "An e-mail address was removed from your account"
    ),
    "account/email/password_changed": Notice(
        "account.password_changed", "Your password was changed"
    ),
    "account/email/password_reset": Notice("account.password_reset", "Your password was reset"),
    "account/email/password_set": Notice("account.password_set", "A password was set"),
    "mfa/email/totp_activated": Notice(
        "account.app_added", "An app that makes codes was added to your account"
    ),
    "mfa/email/totp_deactivated": Notice(
        "account.app_removed", "The app that makes codes was removed from your account"
    ),
    "mfa/email/webauthn_added": Notice(
        "account.passkey_added", "A passkey was added to your account"
    ),
    "mfa/email/webauthn_removed": Notice(
        "account.passkey_removed", "A passkey was removed from your account"
    ),
    "mfa/email/recovery_codes_generated": Notice(
        "account.recovery_codes_made", "New recovery codes were made for your account"
    ),
}

# Mails that carry a code or a link.
MAILS = {
    "account/email/account_already_exists": "account_exists",
    "account/email/email_confirmation": "account_confirm_email",
    "account/email/email_confirmation_signup": "account_confirm_sign_up",
    "account/email/login_code": "account_sign_in_code",
    "account/email/password_reset_key": "account_reset_password",
}
