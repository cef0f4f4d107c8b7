"""The public addresses of the scheme."""

from django.urls import path

from awards.views import scheme_pages

urlpatterns = [
    path("how-it-works/", scheme_pages.how_it_works, name="how-it-works"),
    path("stages/<slug:stage>/", scheme_pages.stage, name="stage"),
    path("stages/<slug:stage>/questions/", scheme_pages.stage_questions, name="stage-questions"),
    path(
        "stages/<slug:stage>/questions.docx",
        scheme_pages.stage_questions_docx,
        name="stage-questions-docx",
    ),
    path("principles/", scheme_pages.principles, name="principles"),
    path("glossary/", scheme_pages.glossary, name="glossary"),
    path("references/", scheme_pages.references, name="references"),
]
