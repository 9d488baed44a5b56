"""OpenTimestamps: proofs that bytes existed before a block was made, as files that anybody's tools read and write."""
