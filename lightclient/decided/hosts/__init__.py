"""What serves chains whose blocks are decided by votes, whatever their nodes speak."""
