"""Who asks, and from where, as far as it can be believed."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


def signed_in(request: HttpRequest) -> AbstractBaseUser:
    """The person behind a view that is closed to everybody else."""
    if not isinstance(request.user, AbstractBaseUser):
        raise TypeError("Protect this view with login_required.")
    return request.user


def client_address(request: HttpRequest) -> str:
    """The sender's address; behind n proxies of ours, the n-th from the end of X-Forwarded-For.

    Anything before that was written by the sender and proves nothing. What is no address is "".
    """
    sender: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.TRUSTED_PROXY_COUNT
    if proxies:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        sender = hops[-proxies].strip() if len(hops) >= proxies else ""
    address = _parsed(sender)
    return str(address) if address else ""


def network_of(address: str, *, ipv4_bits: int, ipv6_bits: int) -> str:
    parsed = _parsed(address)
    if parsed is None:
        return ""
    bits = ipv4_bits if parsed.version == 4 else ipv6_bits
    return str(ip_network(f"{parsed}/{bits}", strict=False).network_address)


def truncated(address: str) -> str:
    """What may be written down about a sender: the network, never the whole address."""
    return network_of(address, ipv4_bits=24, ipv6_bits=48)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
