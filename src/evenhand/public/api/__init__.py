"""The site's figures for programs: JSON that is read and never written, described by OpenAPI.

Django's settings must be there before anything in here is imported: only the addresses do that.
"""
