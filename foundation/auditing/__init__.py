"""The audit trail kept honest: two streams, sealed in blocks, checked, and let go when it is time."""

from foundation.auditing.streams import LOOKS as LOOKS
from foundation.auditing.streams import Stream as Stream
