"""The delivery plan. Addresses with a word of their own come before those with any section."""

from django.urls import path

from portfolios.views.plan import (
    actions,
    items,
    milestones,
    overview,
    printing,
    progress,
    rules,
    sections,
    sending,
    timeline,
    typed,
)

urlpatterns = [
    path("stages/silver/gap-check/", rules.gap_rules, name="gap-rules"),
    path("organisations/<slug:slug>/plan/begin/", overview.begin, name="plan-begin"),
    path("applications/<uuid:application>/plan/", overview.overview, name="plan"),
    path("applications/<uuid:application>/plan/gaps/", overview.gaps, name="plan-gaps"),
    path("applications/<uuid:application>/plan/gaps/typed/", typed.typed, name="plan-gaps-typed"),
    path("applications/<uuid:application>/plan/check/", sending.check, name="plan-check"),
    path("applications/<uuid:application>/plan/progress/", progress.progress, name="plan-progress"),
    path(
        "applications/<uuid:application>/plan/progress/<uuid:milestone>/",
        progress.report,
        name="plan-progress-report",
    ),
    path(
        "applications/<uuid:application>/plan/timeline/",
        timeline.plan_timeline,
        name="plan-timeline",
    ),
    path("applications/<uuid:application>/plan/print/", printing.print_plan, name="plan-print"),
    path(
        "applications/<uuid:application>/plan/print/<uuid:printout>/",
        printing.printout,
        name="plan-printout",
    ),
    path(
        "applications/<uuid:application>/plan/print/<uuid:printout>/file/",
        printing.printout_file,
        name="plan-printout-file",
    ),
    path("applications/<uuid:application>/plan/actions/", actions.actions, name="plan-actions"),
    path("applications/<uuid:application>/plan/actions/add/", actions.add, name="plan-action-add"),
    path(
        "applications/<uuid:application>/plan/actions/<uuid:action>/",
        actions.action,
        name="plan-action",
    ),
    path(
        "applications/<uuid:application>/plan/actions/<uuid:action>/move/",
        actions.move,
        name="plan-action-move",
    ),
    path(
        "applications/<uuid:application>/plan/actions/<uuid:action>/remove/",
        actions.remove,
        name="plan-action-remove",
    ),
    path(
        "applications/<uuid:application>/plan/actions/<uuid:action>/milestones/add/",
        milestones.add,
        name="plan-milestone-add",
    ),
    path(
        "applications/<uuid:application>/plan/actions/<uuid:action>/milestones/<uuid:milestone>/",
        milestones.change,
        name="plan-milestone",
    ),
    path(
        "applications/<uuid:application>/plan/actions/<uuid:action>/milestones/<uuid:milestone>/remove/",
        milestones.remove,
        name="plan-milestone-remove",
    ),
    path(
        "applications/<uuid:application>/plan/actions/<uuid:action>/<slug:part>/",
        actions.part,
        name="plan-action-part",
    ),
    path(
        "applications/<uuid:application>/plan/<slug:section>/",
        sections.section,
        name="plan-section",
    ),
    path(
        "applications/<uuid:application>/plan/<slug:section>/add/",
        items.add,
        name="plan-item-add",
    ),
    path(
        "applications/<uuid:application>/plan/<slug:section>/<uuid:item>/",
        items.change,
        name="plan-item",
    ),
    path(
        "applications/<uuid:application>/plan/<slug:section>/<uuid:item>/move/",
        items.move,
        name="plan-item-move",
    ),
    path(
        "applications/<uuid:application>/plan/<slug:section>/<uuid:item>/remove/",
        items.remove,
        name="plan-item-remove",
    ),
]
