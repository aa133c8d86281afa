"""What the sources look like: JSON Lines, the instrument tables, reform files. Everything becomes edits of a store."""
