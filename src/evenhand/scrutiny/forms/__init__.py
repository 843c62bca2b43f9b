"""Questions of every step of panels and forces, as somebody who has signed in is asked them."""
