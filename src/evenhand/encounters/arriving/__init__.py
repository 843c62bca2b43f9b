"""What arrives from a device, made ready to be kept: read, opened, split, put in columns."""
