from awards.models.applications import Application, StatusChange
from awards.models.awards import Award
from awards.models.challenges import Challenge, Remark
from awards.models.concerns import Concern
from awards.models.editions import EditionInForce
from awards.models.extensions import Extension
from awards.models.holds import Hold, held_organisations, held_people
from awards.models.interests import StandingInterest
from awards.models.organisations import Invitation, Membership, Organisation
from awards.models.revocations import Revocation
from awards.models.users import User, normal_email

__all__ = [
    "Application",
    "Award",
    "Challenge",
    "Concern",
    "EditionInForce",
    "Extension",
    "Hold",
    "Invitation",
    "Membership",
    "Organisation",
    "Remark",
    "Revocation",
    "StandingInterest",
    "StatusChange",
    "User",
    "held_organisations",
    "held_people",
    "normal_email",
]
