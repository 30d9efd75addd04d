"""Settings: one base; hub, development and test differ only where they must."""
