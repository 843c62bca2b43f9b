"""Police forces, their areas and the people who live there, as the site's database knows them."""
