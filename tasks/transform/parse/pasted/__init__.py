"""Pages as text: what a person gets by copying a page from the browser."""
