"""What a reform changes on paper: revised pages of the instruments, a table of old and new, task sheets, the memo."""
