"""Search over what is published: words of every script, near words, and why something was found."""
