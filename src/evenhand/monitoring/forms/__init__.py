"""Questions of every step of a review, as somebody who has signed in is asked them."""
