"""For everybody, with or without an account: asking about one's own data, and taking something down.

No answer here tells whether a person, an organisation or a piece of evidence exists.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import User
from awards.models.users import normal_email
from awards.selectors import scheme_in_force
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.refusals import Throttled
from foundation.throttling import hit, hit_from
from reports.choices import RequestKind
from reports.emails import answer_context
from reports.forms.requests import AskForm, Keyed, TakeDownForm
from reports.models import PrivacyRequest
from reports.records.clock import hidden_by
from reports.services.requests import receive_request

# In the session: the visitor's own request and nobody else's.
MINE = "privacy-request"
# Per sender and hour; per address that is written to and day.
MOST_ASKED, MOST_WRITTEN = 10, 2


@require_safe
def your_data(request: HttpRequest) -> HttpResponse:
    scheme = scheme_in_force(on=london_date(timezone.now()))
    return render(request, "reports/privacy/your_data.html", {"scheme": scheme})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    form = AskForm(typed(request), initial=_known(request))
    return _asked(request, form, "reports/privacy/ask.html")


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    form = TakeDownForm(typed(request), initial=_known(request))
    return _asked(request, form, "reports/take_down.html", kind=RequestKind.TAKE_DOWN.value)


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    mine = request.session.get(MINE)
    found = PrivacyRequest.objects.filter(uuid=mine).first() if mine else None
    if found is None:
        return redirect("your-data")
    context = answer_context(found) | {
        "asked": found,
        "hidden_by": hidden_by(london_date(found.received_at)),
    }
    # In a template "request" is the page's.
    del context["request"]
    return render(request, "reports/privacy/received.html", context)


def _asked(request: HttpRequest, form: Keyed, template: str, *, kind: str = "") -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        hit_from(request, "privacy-request", limit=MOST_ASKED, seconds=3600)
        said = dict(form.cleaned_data)
        found = receive_request(
            values=said | {"kind": kind or said["kind"]},
            key=said["key"],
            asked_by=request.user if isinstance(request.user, User) else None,
            may_write=_may_write_to(said["contact"]),
            at=timezone.now(),
        )
        request.session[MINE] = str(found.uuid)
        return redirect("data-received")
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form}, status=status)


def _known(request: HttpRequest) -> dict[str, str]:
    """Nobody types again what we know (WCAG 3.3.7)."""
    user = request.user
    return {"name": user.name, "contact": user.email} if isinstance(user, User) else {}


def _may_write_to(address: str) -> bool:
    """Nobody can have strangers written to at will: after two mails in a day there is no third."""
    if "@" not in address:
        return False
    try:
        hit(
            f"privacy-mail:{normal_email(address)}",
            limit=MOST_WRITTEN,
            seconds=86400,
            now=timezone.now(),
        )
    except Throttled:
        return False
    return True
