"""How pages look: what a visitor chose on the panel, the brand of a centre, the page of styles."""
