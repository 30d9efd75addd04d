"""What participants hand in and show, and how it is judged."""
