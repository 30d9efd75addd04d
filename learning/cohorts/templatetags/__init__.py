"""What other rooms show of cohorts."""
