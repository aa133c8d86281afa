"""Where things go: pure geometry in units of a pixel at zoom 1, without colours and without SVG."""
