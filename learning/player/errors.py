"""What can go wrong when an answer comes in.

PlayerError
└── WrittenMeanwhile     the learner: put together what is to stay, and save again
"""


class PlayerError(Exception):
    """Nothing was recorded."""


class WrittenMeanwhile(PlayerError):
    """Another text was saved since this page was opened. `text` is what is saved."""

    def __init__(self, text: str) -> None:
        super().__init__("another text was saved meanwhile")
        self.text = text
