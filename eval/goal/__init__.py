"""What people aim at: how goals as they write them are understood."""
