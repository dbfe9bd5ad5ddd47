"""What all pages and resources share: refusals, bodies, layout, components."""
