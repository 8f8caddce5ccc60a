"""The desk: what one person finds in the morning. Reading is apart from choosing, which is pure."""
