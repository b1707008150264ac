"""Whether a digest lies where changes go unreported."""

from pathlib import Path

# Changes made by another machine on these are not reported to this one.
_SHARED_FILE_SYSTEMS = {
    "9p", "afs", "cifs", "drvfs", "fuse.grpcfuse", "fuse.sshfs", "ncpfs", "nfs", "nfs4", "prl_fs",
    "smb3", "smbfs", "vboxsf", "virtiofs",
}  # fmt: skip


def hint(root: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """What to tell an editor whose digest is on a shared file system; "" where all is well."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    root = root.resolve()
    rows = [line.split(" ") for line in lines]
    # Later mounts hide earlier ones at the same place; spaces are written in octal.
    found = [
        (len(at), number, row[2])
        for number, row in enumerate(rows)
        if len(row) > 2 and root.is_relative_to(at := row[1].replace("\\040", " "))
    ]
    kind = max(found)[2] if found else ""
    if kind not in _SHARED_FILE_SYSTEMS:
        return ""
    return f"{root} is shared ({kind}): if changes made elsewhere go unnoticed, use --poll"
