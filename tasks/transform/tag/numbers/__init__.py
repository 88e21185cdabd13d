"""Key numbers of an article: people killed, drones shot down, money, percent."""
