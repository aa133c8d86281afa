"""What every store must do: one suite, run against each back end (architecture decision 3)."""
