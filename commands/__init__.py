"""The commands: each module parses arguments, calls the rooms and prints; nothing else prints."""
