"""What institutions have already: Word, PowerPoint, Markdown and web files become toolkit units.

The way of a file: `packages` opens it safely, `word`, `slides`, `markdown` or `web` make HTML of
it, `structuring` makes sections of the HTML, `reviewing` keeps them for an editor to decide on
and at last makes drafts of them. Nothing of a refused file is kept.
"""
