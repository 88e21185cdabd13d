"""The books of a run while it works, and what they come to in the end."""
