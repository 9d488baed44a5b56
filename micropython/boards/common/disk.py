"""A file system that a program can write to, on the board's `flash`."""

import vfs
from flash import Flash


def mount(path="/flash"):
    """Mount the flash at `path`; one that holds no file system yet gets an empty one."""
    device = Flash()
    try:
        filesystem = vfs.VfsLfs2(device)
    except OSError:
        vfs.VfsLfs2.mkfs(device)
        filesystem = vfs.VfsLfs2(device)
    vfs.mount(filesystem, path)


# A block device needs no base class, whatever the stubs say.
# pyright: reportArgumentType=false
