"""Kinds of mail about accounts, applications, people and dates; and the placeholders that rooms share."""

from foundation.mail_kinds import (
    ACCOUNTS,
    READER,
    SUPPORT,
    MailKind,
    Placeholder,
    link,
    yes_no,
)

# Under these headings officers find them, in this order.
ORGANISATIONS = "Co-production leads of organisations"
CHAMPIONS = "Champions"
BOTH = "Leads and champions"
OFFICERS = "SEND officers"
ASKERS = "People who ask about their data"
AUDIENCES = (ORGANISATIONS, CHAMPIONS, BOTH, OFFICERS, ASKERS, ACCOUNTS)

ORGANISATION = Placeholder(
    "organisation", "The name of the organisation", "{{ organisation }}", "Acorn Lane School"
)
STAGE = Placeholder("stage", "The stage that it is about", "{{ stage.name }}", "Silver")
REFERENCE = Placeholder(
    "reference", "The number of the application", "{{ application.reference }}", "SCA-7K3M-2Q9R"
)
WORK = Placeholder(
    "what is sent", "What this stage asks them to send", "{{ stage.work }}", "delivery plan"
)
BASIS = (READER, ORGANISATION, STAGE, REFERENCE)
_CALLED = Placeholder(
    "what they sent",
    "What they sent, with the stage or the award that it is for",
    "{{ called }}",
    "re-validation statement to renew Gold",
)
_RENEWS = yes_no(
    "it renews",
    "it is new",
    "It renews an award that they hold or held",
    "It is for a stage that they do not have yet",
    "renews",
)
AGAIN = yes_no(
    "sent again",
    "sent first",
    "They were asked for changes, and have sent those",
    "It is the first time that they send this application",
    "again",
)

_TYPED = "You get this e-mail because somebody typed this address on our website."
_ACCOUNT = "You get this e-mail because of your account with the Co-production Award."
_CODE = Placeholder(
    "code", "The code that they type", "{{ code }}", "ABCD-1234", private=True, needed=True
)
_WHAT = Placeholder("what", "What has changed", "{{ what }}", "Your password was changed")
_DAY = Placeholder("day", "The day of it", '{{ at|date:"j F Y" }}', "23 November 2026")
_TIME = Placeholder("time", "The time of it", '{{ at|date:"H:i" }}', "10:05")


def _account(
    code: str,
    title: str,
    told: str,
    *placeholders: Placeholder,
    because: str = _ACCOUNT,
    in_inbox: bool = False,
) -> MailKind:
    """What keeps accounts safe has the same words for everybody: nobody can be taught others."""
    return MailKind(
        code,
        title,
        told,
        (*placeholders, SUPPORT),
        ACCOUNTS,
        editable=False,
        in_inbox=in_inbox,
        because=because,
    )


_PAGE = link("The page of the organisation", "{{ home_url }}", "https://example.org/page/")
_CASE = link(
    "The officers' page of the organisation", "{{ case_url }}", "https://example.org/page/"
)
_KEEPS = Placeholder(
    "award they keep", "What being late takes from nobody", "{{ keeps }}", "Bronze"
)
_DUE = Placeholder(
    "due date", "The day by which it is asked for", '{{ due_on|date:"j F Y" }}', "23 November 2027"
)
_DATES = (
    READER,
    ORGANISATION,
    STAGE,
    WORK,
    _KEEPS,
    _DUE,
    Placeholder(
        "about the stage",
        "Two or three sentences on what the stage is",
        "{{ stage.summary }}",
        "Silver turns the commitment into a plan.",
    ),
    link(
        "The page that says what the stage asks",
        "{{ stage_url }}",
        "https://example.org/stages/silver/",
        name="page of the stage",
    ),
    SUPPORT,
    _PAGE,
)

KINDS = (
    MailKind(
        "application_received",
        "We have your application",
        "Each lead, as soon as their application, or its changes, were sent.",
        (*BASIS, _CALLED, *_RENEWS, *AGAIN, _PAGE),
        ORGANISATIONS,
    ),
    MailKind(
        "application_withdrawn",
        "Your application is withdrawn",
        "Each lead, as soon as somebody has withdrawn the application.",
        (*BASIS, _CALLED, *_RENEWS, _PAGE),
        ORGANISATIONS,
        can_wait=True,
    ),
    MailKind(
        "due_date_extended",
        "You have more time",
        "Each lead, as soon as an officer has agreed a later date.",
        (READER, ORGANISATION, STAGE, WORK, _KEEPS, _DUE, _PAGE),
        ORGANISATIONS,
    ),
    MailKind(
        "stage_due",
        "A stage is due soon",
        "Each lead, before the day by which the next stage is asked for.",
        _DATES,
        ORGANISATIONS,
    ),
    MailKind(
        "stage_overdue",
        "A stage was due",
        "Each lead, once, the day after the date of the stage.",
        _DATES,
        ORGANISATIONS,
    ),
    MailKind(
        "invitation",
        "You are invited to act for an organisation",
        "Somebody whom a lead or an officer invites into an organisation.",
        (
            Placeholder(
                "who invites",
                "The name of whoever invites them",
                "{{ invitation.invited_by }}",
                "Lena Lead",
                private=True,
            ),
            ORGANISATION,
            Placeholder(
                "role",
                "What they are to be there",
                "{{ invitation.get_role_display }}",
                "co-production lead",
            ),
            Placeholder(
                "last day",
                "Until when the link works",
                '{{ invitation.expires_at|date:"j F Y" }}',
                "7 December 2026",
            ),
            link("The invitation", "{{ join_url }}", "https://example.org/invitations/"),
        ),
        ORGANISATIONS,
        in_inbox=False,
    ),
    MailKind(
        "application_waiting",
        "An application has come in",
        "Each officer who has no part in the organisation, as soon as it sends an application.",
        (*BASIS, _CALLED, *AGAIN, _CASE),
        OFFICERS,
        can_wait=True,
    ),
    MailKind(
        "application_withdrawn_officer",
        "An application is withdrawn",
        "Each officer who has no part in the organisation, as soon as it withdraws.",
        (*BASIS, _CALLED, _CASE),
        OFFICERS,
        can_wait=True,
    ),
    MailKind(
        "concern",
        "Somebody has reported a concern",
        "Every officer, at once, when somebody reports a concern about a child or an adult.",
        (
            READER,
            Placeholder(
                "day",
                "The day on which it was reported",
                '{{ concern.reported_at|date:"j F Y" }}',
                "23 November 2026",
            ),
            Placeholder("time", "The time of it", '{{ concern.reported_at|date:"H:i" }}', "10:05"),
            Placeholder(
                "kind of concern",
                "What it is about, in general words",
                "{{ concern.get_about_display }}",
                "How somebody behaved",
                private=True,
            ),
            link("The concerns", "{{ url }}", "https://example.org/concerns/"),
        ),
        OFFICERS,
    ),
    _account(
        "account_confirm_sign_up",
        "Code for a new account",
        "Whoever creates an account.",
        _CODE,
        because=_TYPED,
    ),
    _account(
        "account_confirm_email",
        "Code for a new address",
        "Whoever gives a new e-mail address.",
        _CODE,
        because=_TYPED,
    ),
    _account(
        "account_sign_in_code", "Code to sign in", "Whoever asks to sign in with a code.", _CODE
    ),
    _account(
        "account_reset_password",
        "Link for a new password",
        "Whoever has lost their password.",
        link(
            "The page for a new password",
            "{{ password_reset_url }}",
            "https://example.org/accounts/password/reset/",
        ),
    ),
    _account(
        "account_exists",
        "There is an account already",
        "Whoever creates an account with an address that has one.",
        link("The page for signing in", "{{ sign_in_url }}", "https://example.org/accounts/login/"),
        link(
            "The page for a new password",
            "{{ reset_url }}",
            "https://example.org/accounts/password/reset/",
            name="page for a new password",
        ),
        because=_TYPED,
    ),
    _account(
        "account_notice",
        "Something about the account has changed",
        "Whoever has changed a password, an app or a passkey.",
        _WHAT,
        _DAY,
        _TIME,
        link("The keys of their account", "{{ security_url }}", "https://example.org/accounts/"),
        in_inbox=True,
    ),
    _account(
        "account_email_changed",
        "The address has changed",
        "Whoever has changed their e-mail address, at the old one and the new.",
        _WHAT,
        _DAY,
        _TIME,
        Placeholder(
            "old address", "Their old address", "{{ from_email }}", "old@example.org", private=True
        ),
        Placeholder(
            "new address", "Their new address", "{{ to_email }}", "new@example.org", private=True
        ),
        in_inbox=True,
    ),
    _account(
        "account_second_factor_reset",
        "The second step was reset",
        "Whoever lost their second step, as soon as an officer has taken it off.",
        READER,
        _DAY,
        _TIME,
        link("The page for signing in", "{{ sign_in_url }}", "https://example.org/accounts/login/"),
        in_inbox=True,
    ),
)
