"""Every sentence about a measure, each made by a function from one whole message."""
