"""Every view that a projector keeps: one line a view."""

from projections.audit.projection import Audit
from projections.cases.projection import Cases
from projections.projection import Registry

VIEWS: Registry = (Cases(), Audit())
