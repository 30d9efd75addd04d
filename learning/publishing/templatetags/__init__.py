"""What templates of exports need beyond Django's own tags."""
