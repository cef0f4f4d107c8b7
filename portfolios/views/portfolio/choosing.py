"""Which evidence shows one thing, ticked where that thing is told: the tags of a whole list at once."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from portfolios.forms.portfolio.choosing import ChooseEvidenceForm
from portfolios.models import EvidenceTag
from portfolios.services.evidence import tag_items
from portfolios.views.choosing import Choice, choose
from portfolios.views.portfolio.answers import question_or_404
from portfolios.views.portfolio.evidence import subject_of, takes_evidence
from portfolios.views.portfolio.loading import Writing, caption, load_for_writing


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence(request: HttpRequest, application: UUID, code: str) -> HttpResponse:
    """It writes nothing of the application: evidence is the organisation's own, and always open."""
    writing = load_for_writing(request, application)
    organisation = writing.application.organisation
    title, back = _subject(writing, code)
    add = reverse("evidence-add", args=[organisation.slug])
    choice = Choice(
        application=writing.application,
        title=title,
        caption=caption(writing),
        ticked=Exists(EvidenceTag.objects.filter(item=OuterRef("pk"), code=code)),
        back=back,
        add=f"{add}?{urlencode({'shows': code})}",
    )

    def save(form: ChooseEvidenceForm) -> int:
        return tag_items(
            organisation=organisation,
            code=code,
            add=form.add,
            remove=form.remove,
            actor=person(request),
            at=timezone.now(),
        )

    return choose(request, choice, save)


def _subject(writing: Writing, code: str) -> tuple[str, str]:
    """What the evidence is to show, and the page where that is told; 404 for anything else."""
    uuid = writing.application.uuid
    name = subject_of(writing, code)
    if name is not None:
        kind, _, id = code.partition(":")
        return name, reverse(f"portfolio-{kind}", args=[uuid, id])
    asked = question_or_404(writing, code)
    if not takes_evidence(asked):
        raise Http404
    return asked.title, reverse("portfolio-answer", args=[uuid, code])
