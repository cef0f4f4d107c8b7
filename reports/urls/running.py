"""Officers: whether the machinery runs, and work that failed."""

from django.urls import path

from reports.views import clock, jobs

urlpatterns = [
    path("officers/running/", clock.is_everything_running, name="officers-running"),
    path("officers/jobs/", jobs.unfinished, name="officers-jobs"),
    path("officers/jobs/<uuid:letter>/retry/", jobs.retry, name="officers-job-retry"),
    path("officers/jobs/<uuid:letter>/give-up/", jobs.give_up, name="officers-job-give-up"),
]
