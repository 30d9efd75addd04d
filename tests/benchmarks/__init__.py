"""How fast what must stay fast is, as ratios that mean the same on any machine: `make bench`."""
