"""What an officer uses at the roadside, and what the person stopped opens."""
