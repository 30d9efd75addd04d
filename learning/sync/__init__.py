"""Progress carried by hand between devices, stations and the hub."""
