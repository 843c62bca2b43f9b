"""What people tell those who run the site."""
