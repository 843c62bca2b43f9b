"""What anybody may read of scrutiny: plain values, made of what was rounded, said or agreed."""
