"""The register of records of other powers: what each says, and how rows become records."""
