"""Progress reports: how far goals are, what a report holds, and its page and its paper."""
