"""The log server: it takes records of devices, keeps them, and shows what it keeps."""
