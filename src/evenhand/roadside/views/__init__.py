"""Views of the roadside: the recorder, receipts, answers."""
