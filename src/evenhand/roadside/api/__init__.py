"""What devices and forces’ own systems send, in JSON."""
