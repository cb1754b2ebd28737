"""What the service keeps. Empty until it keeps something; the library stays without a database."""
