"""Help, accessibility statement, privacy: open to everybody, signed in or not."""
