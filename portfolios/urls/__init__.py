"""The addresses of this room. `/organisations/new/` must be asked before any `/organisations/<slug>/`."""

from portfolios.urls import applications, evidence, plan, portfolio, registration, statement

urlpatterns = [
    *registration.urlpatterns,
    *plan.urlpatterns,
    *evidence.urlpatterns,
    *portfolio.urlpatterns,
    *statement.urlpatterns,
    *applications.urlpatterns,
]
