"""Pages as HTML: what a server sends and a browser saves."""
