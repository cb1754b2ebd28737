"""Records to documents of open standards and back, without reading or writing files. Empty until the first one."""
