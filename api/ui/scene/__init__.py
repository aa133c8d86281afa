"""What a picture shows, without saying where: items in lanes and the relations between them."""
