"""Which evidence shows a criterion today, ticked in a list of the whole library."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from portfolios.choices import StatementSection
from portfolios.forms.portfolio.choosing import ChooseEvidenceForm
from portfolios.models import AffirmedItem
from portfolios.selectors.statement.gaps import Place
from portfolios.services.statement import choose_evidence
from portfolios.views.choosing import Choice, choose
from portfolios.views.statement.loading import (
    adding,
    caption,
    criterion_or_404,
    load_for_writing,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence(request: HttpRequest, application: UUID, code: str) -> HttpResponse:
    writing = load_for_writing(request, application)
    found, asked = writing.application, criterion_or_404(writing, code)
    writing.need(Place(StatementSection.CRITERIA, code=code))
    chosen = AffirmedItem.objects.filter(
        item=OuterRef("pk"), affirmation__application=found, affirmation__code=code
    )
    choice = Choice(
        application=found,
        title=asked.name,
        caption=caption(writing),
        ticked=Exists(chosen),
        back=reverse("statement-criterion", args=[found.uuid, code]),
        add=adding(request, found, code, "evidence-add"),
    )

    def save(form: ChooseEvidenceForm) -> int:
        return choose_evidence(
            application=found,
            code=code,
            add=form.add,
            remove=form.remove,
            actor=person(request),
            at=timezone.now(),
        )

    return choose(request, choice, save)
