"""Pages for what goes wrong, and going on reading where nothing can be saved."""
