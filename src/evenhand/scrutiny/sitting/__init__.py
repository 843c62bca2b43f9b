"""Who sits on a panel: what it asks of members, and whether they are trained and vetted."""
