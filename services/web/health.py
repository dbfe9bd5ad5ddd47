"""Health: alive, ready, and figures for Prometheus. At the root, for whoever runs the deployment."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from services import upkeep
from services.office import Office

router = APIRouter(tags=["health"])


@router.get("/livez")
def alive() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "alive"}


@router.get("/readyz", responses={503: {"description": "A view stands still, or has not reached the end yet."}})
def ready(request: Request) -> JSONResponse:
    """Tell whether the views move and have reached the end that the ledger had at the start."""
    office: Office = request.app.state.office
    report = upkeep.describe(office)
    reached = all(view["position"] >= request.app.state.head_at_start for view in report["views"])
    report["ready"] = report["ready"] and reached
    return JSONResponse(report, 200 if report["ready"] else 503)


@router.get("/metrics", response_class=Response)
def metrics(request: Request) -> Response:
    """Tell positions and lag in the format of Prometheus."""
    report = upkeep.describe(request.app.state.office)
    registry = CollectorRegistry()
    head = Gauge("gridgov_ledger_position", "Last position of the ledger.", registry=registry)
    head.set(report["ledger"]["position"])
    gauges = {
        "position": Gauge("gridgov_view_position", "Last ledger position in the view.", ["view"], registry=registry),
        "lag": Gauge("gridgov_view_lag", "Events the view is behind.", ["view"], registry=registry),
        "stands_still": Gauge("gridgov_view_stopped", "1 where the view stands still.", ["view"], registry=registry),
        "last_batch_seconds": Gauge(
            "gridgov_view_batch_seconds", "Seconds of the last batch.", ["view"], registry=registry
        ),
    }
    for view in report["views"]:
        for name, gauge in gauges.items():
            gauge.labels(view["view"]).set(float(view[name]))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
