"""What speaks to orderers and peers of Fabric, or reads what they wrote: hosts alone."""
