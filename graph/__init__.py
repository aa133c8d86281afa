"""What is true and how it is held: schema, snapshots, edits, the operations of a reform, and the stores."""
