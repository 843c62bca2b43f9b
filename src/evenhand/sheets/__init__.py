"""Tables as spreadsheets take them: what must hold for every file that we give out or take in."""
