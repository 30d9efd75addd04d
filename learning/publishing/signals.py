"""What publishing tells the rooms above it, which it does not know.

Sent inside the transaction that changes which edition is current; what a receiver raises undoes
the change.
"""

from django.dispatch import Signal

# Sends `activity` (UUID) and `language`: their current edition is another one, or is none now.
editions_changed = Signal()
