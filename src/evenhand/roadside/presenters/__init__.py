"""What pages at the roadside show, in words."""
