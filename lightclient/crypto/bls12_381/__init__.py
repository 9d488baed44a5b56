"""BLS12-381: signatures that add up to one, and the pairing that verifies them.

`signatures` has the ciphersuites; `backend` is what the seam of crypto/ hands out. Below them, each on what follows:
`pairing`, `fp12`; `hashing`, `sswu`; `encoding`; `g1`, `g2`, `points`; `fp2`, `fp`. `hints` verifies with numbers that
somebody else computed, whom nobody has to trust.

Sources: draft-irtf-cfrg-bls-signature-05; RFC 9380; the encodings of Zcash (draft-irtf-cfrg-pairing-friendly-curves-11,
appendix C).
"""
