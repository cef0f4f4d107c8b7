"""Pages that other websites show in a frame (T-19)."""

from csp.constants import NONE

# For `csp_replace`. Whoever frames it: a school's website, the Local Offer. Nothing runs in it, and nothing
# is taken in.
FRAMED = {
    "frame-ancestors": ["*"],
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
}
