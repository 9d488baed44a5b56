"""Hash functions, and the self-test that the interpreter computes them rightly."""
