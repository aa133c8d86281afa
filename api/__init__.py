"""How one talks to it: the command line (`api.cli`) and what it draws with (`api.render`)."""
