"""What panels do, as the public reads it."""
