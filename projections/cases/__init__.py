"""Every case (事件): how it stood after each of its acts, and how it stands now."""
