"""The addresses of this room. `/organisations/new/` must be asked before any `/organisations/<slug>/`."""

from portfolios.urls import applications, plan, registration

urlpatterns = [*registration.urlpatterns, *plan.urlpatterns, *applications.urlpatterns]
