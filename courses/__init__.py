"""Course, unit and lesson pages: what authors write."""
