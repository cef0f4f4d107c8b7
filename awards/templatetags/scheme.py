"""Words of the scheme in templates: a link to what a term means, or its meaning on the spot."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from awards.scheme import GlossaryTerm, Scheme

register = template.Library()


@register.simple_tag
def term(code: str, text: str = "") -> SafeString:
    """A link to the glossary: `{% term "champion" %}`, or `{% term "champion" "champions" %}`.

    It needs no edition and no query. Where another authority's glossary lacks the term, the link
    leads to the beginning of the glossary.
    """
    return format_html(
        '<a class="govuk-link award-term" href="{}#{}">{}'
        '<span class="govuk-visually-hidden"> (what this means)</span></a>',
        reverse("glossary"),
        code,
        text or code,
    )


@register.inclusion_tag("awards/_glossary_hint.html")
def term_hint(scheme: Scheme, code: str) -> dict[str, GlossaryTerm]:
    """The meaning to unfold on the spot, for a form: `{% term_hint scheme "co-production" %}`."""
    return {"term": scheme.term(code)}
