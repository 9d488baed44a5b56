"""Logs of a site: records of devices, signed heads and their witnesses, proofs and receipts."""
