from reports.models.erasures import Erasure
from reports.models.packages import AccessPackage
from reports.models.requests import PrivacyRequest, RequestEntry, RequestItem

__all__ = ["AccessPackage", "Erasure", "PrivacyRequest", "RequestEntry", "RequestItem"]
