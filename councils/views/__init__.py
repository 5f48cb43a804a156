"""The register, accounts, invitations, and who works for whom."""
