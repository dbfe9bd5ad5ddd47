"""Every view that a projector keeps: one line a view."""

from projections.audit.projection import Audit
from projections.projection import Registry

VIEWS: Registry = (Audit(),)
