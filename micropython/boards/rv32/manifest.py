include("../common/manifest.py")
freeze(".", "flash.py")
