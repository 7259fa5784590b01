"""What is gathered before a compliance doubt is raised: contacts, good reason, failure kind."""
