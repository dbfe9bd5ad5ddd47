"""The audit trail (审计轨迹): who did what, in which post, under which rule."""
