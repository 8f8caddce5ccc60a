"""The panels of a desk. Each is a pure choice from what `desk.reading` has read."""
