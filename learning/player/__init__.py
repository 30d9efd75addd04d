"""What a learner sees and does: finding, reading, answering, proving."""
