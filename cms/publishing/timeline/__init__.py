"""The publication timeline: `read` answers what is public at an instant, `write` is the door's pen."""
