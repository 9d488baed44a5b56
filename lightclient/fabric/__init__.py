"""Hyperledger Fabric: channels whose blocks orderers sign, and answers that peers endorse."""
