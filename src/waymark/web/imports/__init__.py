"""The pages on which an administrator imports a caseload."""
