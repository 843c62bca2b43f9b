"""Taking words out of what was said in scrutiny that the law does not allow, by who said them."""
