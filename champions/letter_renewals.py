"""What the letter on a re-validation says besides: until when, what was said, what happens else (scheme.md 22).

It is drafted when the panel has decided and read when it is released, so its dates hold on both days.
"""

from datetime import date

from awards.models import Application, Award
from awards.scheme import edition
from awards.selectors.renewals import Renewal, renewals_of
from awards.services.applications import award_dates
from champions.choices import Outcome
from champions.selectors.visit_known import Known
from foundation.forms import show_date
from portfolios.choices import Affirmed


def opening_of(known: Known, outcome: Outcome, *, on: date) -> list[str]:
    """Instead of the first sentence of a stage's letter. `on`: the day on which it is drafted."""
    application, award = known.application, known.award
    renewal = _renewal(application, award, on=on)
    name = edition(application.edition).stage(application.stage).name
    both = renewal.renewed if renewal is not None else name
    if outcome is Outcome.AWARD:
        return _renewed(known, name, both, on=on)
    if outcome is Outcome.CHANGES:
        thanks = (
            "Thank you for what you sent. The champions ask for some changes before they decide."
        )
        stays = f"{both} stays in force while you make them." if _in_time(known) else ""
        return [f"{thanks} {_many(stays, both)}".strip()]
    thanks = f"Thank you for what you sent. The champions cannot renew the {name} Award yet."
    return [thanks, _not_renewed(known, both, renewal, on=on)]


def said_of(known: Known, code: str) -> str:
    """What the organisation said of one criterion; nothing of a check."""
    told = known.statement.affirmation(code)
    if told is None or not told.state:
        return ""
    word = Affirmed(told.state).label.partition(":")[0].lower()
    return f"you said “{word}”. "


def _renewed(known: Known, name: str, both: str, *, on: date) -> list[str]:
    organisation = known.application.organisation
    if not _in_time(known):
        again = f"Well done. {organisation} has the {name} Award again."
        return [f"{again} Its new year runs for 12 months from the day of this letter."]
    until = award_dates(known.application, known.award, today=on).get("valid_until")
    kept = f"Well done. {organisation} keeps the {name} Award."
    renewed = f"{both} is renewed until {show_date(until)}." if isinstance(until, date) else ""
    return [f"{kept} {_many(renewed, both)}".strip()]


def _not_renewed(known: Known, both: str, renewal: Renewal | None, *, on: date) -> str:
    keeps = f" You keep {renewal.kept}." if renewal is not None and renewal.kept else ""
    last = known.award.grace_until if known.award is not None else None
    anew = "You can send a new statement at any time. A new year then runs from the day of that decision."
    if last is None or not _in_time(known):
        return _many(f"{both} stays lapsed until it is renewed.{keeps} {anew}", both)
    if on > last:
        lapsed = f"The days of grace are over, so {both} lapses with this letter."
        return _many(f"{lapsed}{keeps} {anew}", both)
    said = (
        f"{both} is in force until {show_date(last)}. Send a new statement by then, and it stays in force "
        f"until that is decided. If this letter reaches you later, it has lapsed.{keeps} "
        "You can also send a new statement after that."
    )
    return _many(said, both)


def _in_time(known: Known) -> bool:
    last = known.award.grace_until if known.award is not None else None
    return last is not None and known.first_sent <= last


def _many(sentence: str, both: str) -> str:
    """ "Platinum and Gold" are two."""
    if " and " not in both:
        return sentence
    pairs = (
        (f"{both} is ", f"{both} are "),
        (f"{both} stays ", f"{both} stay "),
        (f"{both} lapses ", f"{both} lapse "),
        ("and it stays", "and they stay"),
        ("later, it has", "later, they have"),
        ("until it is renewed", "until they are renewed"),
    )
    for one, many in pairs:
        sentence = sentence.replace(one, many)
    return sentence


def _renewal(application: Application, award: Award | None, *, on: date) -> Renewal | None:
    if award is None:
        return None
    asked = renewals_of(application.organisation, on=on)
    return next((each for each in asked if each.award.pk == award.pk), None)
