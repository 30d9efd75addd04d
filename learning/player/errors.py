"""What can go wrong when an answer comes in.

PlayerError
├── WrittenMeanwhile     the learner: put together what is to stay, and save again
└── NotOpen              the learner: look at the result, or at the attempt that is open
"""


class PlayerError(Exception):
    """Nothing was recorded."""


class WrittenMeanwhile(PlayerError):
    """Another text was saved since this page was opened. `text` is what is saved."""

    def __init__(self, text: str) -> None:
        super().__init__("another text was saved meanwhile")
        self.text = text


class NotOpen(PlayerError):
    """The attempt was handed in since this page was opened, or another one is open."""
