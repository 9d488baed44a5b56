# The board with the library and the port frozen into its firmware, as a product would ship them.

include("manifest.py")
include("../../manifest.py")
