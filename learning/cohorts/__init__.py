"""Groups of people who learn together, and their trainers."""
