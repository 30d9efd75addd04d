"""What a learner keeps for themselves at a lesson: a note, a bookmark, key points. Private."""
