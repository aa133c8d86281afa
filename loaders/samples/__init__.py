"""Reference data that ships with the program: reviewable tables and the generator of their synthetic part."""
