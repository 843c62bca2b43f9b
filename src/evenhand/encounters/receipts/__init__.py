"""What a slip opens: its secret, the stop as it is told, and the proof that it is in the log."""
