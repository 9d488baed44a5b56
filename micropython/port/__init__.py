"""What a board needs around the library: a broker, a clock, chance and a loop. It verifies nothing."""
