"""Which columns are searched for a name that has to go, and which are left, each with its reason.

A column of a new model is searched from the first day; to leave one out, a line is written here, and a
test holds the two lists to what the models have.
"""

from awards.models import Organisation
from foundation.erasing import Column, text_columns

_CODE = "A code, a number or a digest: nobody types it."
_OURS = "Written by the software: no name is ever put in."
_OWN_NAME = "Another account's own name or address: two people may share a name."
_PUBLIC = "The public name of an organisation; it goes when the organisation is deleted."
_OFFICE = "Holders of a public office, as they signed; part of the certificate."

# A column, or a whole model.
LEFT: dict[str, str] = {
    "admin.logentry.object_id": _CODE,
    "account.emailaddress.email": _OWN_NAME,
    "account.emailconfirmation": _CODE,
    "auth.group": _OURS,
    "auth.permission": _OURS,
    "awards.application.reference": _CODE,
    "awards.application.stage": _CODE,
    "awards.application.edition": _CODE,
    "awards.award.stage": _CODE,
    "awards.award.edition": _CODE,
    "awards.challenge.subject": _CODE,
    "awards.editioninforce": _CODE,
    "awards.extension.stage": _CODE,
    "awards.invitation.email": "Invitations to the person are deleted; others go to somebody else.",
    "awards.organisation.kind": _CODE,
    "awards.organisation.name": _PUBLIC,
    "awards.organisation.postcode": _PUBLIC,
    "awards.organisation.printed_name": _PUBLIC,
    "awards.organisation.sector": _CODE,
    "awards.statuschange.name": _CODE,
    "awards.user": _OWN_NAME,
    "certificates.badge": _PUBLIC,
    "certificates.certificate": _OFFICE,
    "certificates.certificatenumbers": _CODE,
    "certificates.logopack": _CODE,
    "certificates.signatory": _OFFICE,
    "certificates.signingkey": _CODE,
    "champions.agreedfinding.code": _CODE,
    "champions.appointment.checked": _CODE,
    "champions.appointmentfinding.code": _CODE,
    "champions.champion.sector": _CODE,
    "champions.champion.suits": _CODE,
    "champions.decisionpoint.code": _CODE,
    "champions.finding.code": _CODE,
    "champions.strategyfinding.code": _CODE,
    "contenttypes.contenttype": _OURS,
    "django_tasks_database.dbtaskresult.args_kwargs": "Ids alone.",
    "django_tasks_database.dbtaskresult.backend_name": _CODE,
    "django_tasks_database.dbtaskresult.exception_class_path": _CODE,
    "django_tasks_database.dbtaskresult.queue_name": _CODE,
    "django_tasks_database.dbtaskresult.return_value": _OURS,
    "django_tasks_database.dbtaskresult.task_path": _CODE,
    "django_tasks_database.dbtaskresult.worker_ids": _CODE,
    "foundation.auditevent": "Never changed. It holds ids and codes; its reasons are notes of their own.",
    "foundation.auditnote.salt": _CODE,
    "foundation.auditseal": _CODE,
    "foundation.beat": _OURS,
    "foundation.deadletter.args": "Ids alone.",
    "foundation.deadletter.error_class": _CODE,
    "foundation.deadletter.task_path": _CODE,
    "foundation.draft.key": _CODE,
    "foundation.dutyrun.duty": _OURS,
    "foundation.dutystate": _OURS,
    "foundation.keptpost": "Sealed with a key that only the browser has, and gone within the hour.",
    "foundation.ledgerentry": "Ids alone.",
    "foundation.mailserver": _OURS,
    "foundation.mailwording.message": _CODE,
    "foundation.outboxmessage.key": _CODE,
    "foundation.outboxmessage.message": _CODE,
    "foundation.outboxmessage.to": "Mail to the person is dealt with by itself; other mail is another's.",
    "foundation.privatefile.content_type": _CODE,
    "foundation.privatefile.sha256": _CODE,
    "foundation.privatefile.storage_key": _CODE,
    "foundation.privatefile.thumbnail_key": _CODE,
    "foundation.privatefile.thumbnail_sha256": _CODE,
    "foundation.progress": _OURS,
    "foundation.throttlecount": _CODE,
    "mfa.authenticator": "Goes with the account it belongs to.",
    "portfolios.action.four_c": _CODE,
    "portfolios.action.ladder": _CODE,
    "portfolios.actionprinciple.code": _CODE,
    "portfolios.affirmation.code": _CODE,
    "portfolios.commitment.edition": _CODE,
    "portfolios.commitment.levels": _CODE,
    "portfolios.commitment.organisation_name": _PUBLIC,
    "portfolios.commitment.wording": _CODE,
    "portfolios.commitment.wording_sha256": _CODE,
    "portfolios.commitment.wording_text": "The words of the scheme, with their fingerprint.",
    "portfolios.engagementlevel.level": _CODE,
    "portfolios.evidenceitem.ladder_ours": _CODE,
    "portfolios.evidenceitem.ladder_theirs": _CODE,
    "portfolios.evidencetag.code": _CODE,
    "portfolios.narrative.code": _CODE,
    "portfolios.policyfit.policy": _CODE,
    "portfolios.printout.fingerprint": _CODE,
    "portfolios.registrationform.kind": _CODE,
    "portfolios.registrationform.organisation_name": _PUBLIC,
    "portfolios.registrationform.printed_name": _PUBLIC,
    "portfolios.registrationform.sector": _CODE,
    "portfolios.sectionedit.section": _CODE,
    "reports.erasure.counts": _OURS,
    "reports.erasure.terms": "What is looked for; emptied when it is done.",
    "reports.privacyrequest.reference": _CODE,
    "sessions.session": "Read and ended by itself: what it holds is packed.",
    "usersessions.usersession": "Goes with the account it belongs to.",
}


def searched_columns() -> list[Column]:
    return [column for column in text_columns() if not _is_left(column)]


def organisation_columns() -> list[Column]:
    """When an organisation's own name goes, also where its public name stands."""
    return [column for column in text_columns() if _goes_with_name(column)]


def left_columns() -> list[Column]:
    return [column for column in text_columns() if _is_left(column)]


def _is_left(column: Column) -> bool:
    return _reason(column) is not None


def _goes_with_name(column: Column) -> bool:
    """Not the names of organisations themselves: its own row is emptied, and another's is no mention."""
    if column.model is Organisation:
        return False
    return _reason(column) in (None, _PUBLIC) and column.model._meta.label_lower not in LEFT


def _reason(column: Column) -> str | None:
    return LEFT.get(column.label) or LEFT.get(column.model._meta.label_lower)
