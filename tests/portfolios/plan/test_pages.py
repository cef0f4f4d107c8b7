"""The pages that write a delivery plan."""

import pytest
from django.urls import reverse

from portfolios.choices import ActionPart, PlanSection
from portfolios.models import Action, Barrier, Measure, Milestone, Partner


def page(name, plan, *args):
    return reverse(name, args=[plan.uuid, *args])


def every_page(plan):
    action = Action.objects.filter(application=plan).first()
    milestone = action.milestones.first()
    pages = [
        page(name, plan)
        for name in (
            "plan",
            "plan-gaps",
            "plan-check",
            "plan-actions",
            "plan-action-add",
            "application",
        )
    ]
    pages += [page("plan-action-part", plan, action.uuid, part.value) for part in ActionPart]
    pages += [
        page("plan-section", plan, section.value)
        for section in PlanSection
        if section is not PlanSection.ACTIONS
    ]
    for section, model in (("barriers", Barrier), ("measures", Measure), ("partners", Partner)):
        item = model.objects.filter(application=plan).first()
        pages += [
            page("plan-item-add", plan, section),
            page("plan-item", plan, section, item.uuid),
            page("plan-item-remove", plan, section, item.uuid),
        ]
    return [
        *pages,
        page("plan-action", plan, action.uuid),
        page("plan-action-remove", plan, action.uuid),
        page("plan-milestone-add", plan, action.uuid),
        page("plan-milestone", plan, action.uuid, milestone.uuid),
        page("plan-milestone-remove", plan, action.uuid, milestone.uuid),
    ]


class TestWhoSees:
    def test_lead_and_member_open_every_page(self, plan, lead, colleague, sign_in):
        for person in (lead, colleague):
            client = sign_in(person)
            for address in every_page(plan):
                response = client.get(address, follow=True)
                assert response.status_code == 200, address

    def test_stranger_finds_nothing(self, plan, stranger, sign_in):
        client = sign_in(stranger)
        for address in every_page(plan):
            assert client.get(address).status_code == 404, address
            assert client.post(address).status_code in (404, 405), address
