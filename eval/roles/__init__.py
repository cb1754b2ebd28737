"""What a job asks: how near the roles of the product come to what readers expect."""
