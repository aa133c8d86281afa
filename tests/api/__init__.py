"""The command line as a user meets it: what it prints, what it returns, what it leaves behind."""
