"""The Merkle tree and its text formats. No Django: anyone can read and use this part alone."""
