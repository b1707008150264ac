"""Every kind of destination, tried for real: a folder, a bare git remote, rsync, an S3 server over
HTTP, an SFTP server."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from destinations import (
    LIST,
    FolderPlace,
    GitPlace,
    Place,
    RsyncPlace,
    S3Place,
    SftpPlace,
    git,
    needs,
    served,
    sftp_server,
    walk,
)
from small_digest import Digest

from digestgen import deploy, search
from digestgen.build import Options
from digestgen.deploy import Deployment, destination, gate
from digestgen.deploy.errors import DeployError

KINDS = ("folder", "git", "rsync", "s3", "sftp")


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """moto's S3, over HTTP."""
    import logging

    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without settings, whose secrets are in the environment."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, value in {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "AWS_ACCESS_KEY_ID": "an-access-key",
        "AWS_SECRET_ACCESS_KEY": "a-secret-key",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return folder


@pytest.fixture
def place(
    request: pytest.FixtureRequest, tmp_path: Path, home: Path, s3_server: str
) -> Iterator[Place]:
    """A place of the kind that the test is parametrized with."""
    there = tmp_path / "there"
    if request.param == "folder":
        yield FolderPlace(there)
    elif request.param == "git":
        yield GitPlace(tmp_path / "site.git")
    elif request.param == "rsync":
        needs("rsync")
        yield RsyncPlace(there / "deep")
    elif request.param == "s3":
        yield S3Place(s3_server, "bucket-" + tmp_path.name.replace("_", "-").lower()[:50])
    else:
        there.mkdir()
        with sftp_server(there, home) as port:
            yield SftpPlace(there, port)


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    digest = Digest.small(tmp_path / "digest")
    digest.configure(min_articles=1)
    return digest


def compared(digest: Digest, place: Place, **options: Any) -> Deployment:
    """Build and compare; nothing is sent yet."""
    digest.configure(deploy={"x": place.target})
    asked = Options(digest.root)
    settings = asked.settings()
    ready = gate.prepare(asked, settings, strict=False)
    target = deploy.choose(settings, None, "digest.yaml")
    given = {"again": False, "overwrite": False, **options}
    return deploy.compare(ready.site, target, settings, digest.root, **given)


def sent(digest: Digest, place: Place, **options: Any) -> list[str]:
    """Deploy; the paths that were sent or removed."""
    done: list[str] = []
    compared(digest, place, **options).run(done.append)
    return done


def built(digest: Digest) -> dict[str, bytes]:
    site = digest.root / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != ".digestgen-manifest"
    }


def without_search(paths: list[str]) -> set[str]:
    """Every index has other file names, whatever changed."""
    return {path for path in paths if not path.startswith(search.FOLDER)}


def edit(digest: Digest) -> None:
    """One article goes, one comes, one changes."""
    digest.delete("content/2025/council.md")
    digest.article("2026/ferry.md", title="New ferry", date="2026-03-05", people=["Zoe Quay"])
    digest.article("2026/bridge.md", summary="It is open, and free.")


def dead_links(place: Place) -> list[str]:
    """Those that a reader meets who starts at the front page, if there is one."""
    files = place.site()
    if "index.html" not in files:
        return []
    with served(files.get) as address:
        return walk(address)[1]


@pytest.mark.parametrize("place", KINDS, indirect=True)
def test_the_whole_site_arrives_and_every_link_works(digest: Digest, place: Place) -> None:
    done = sent(digest, place)
    assert place.site() == built(digest)
    assert sorted(done) == sorted(built(digest))
    with served(place.site().get) as address:
        seen, dead = walk(address)
    assert not dead
    assert {"", "people/ada-okafor/", "articles/2026/03/bridge-opens/", "search/"} <= seen


@pytest.mark.parametrize("place", KINDS, indirect=True)
def test_only_what_changed_is_sent(digest: Digest, place: Place) -> None:
    sent(digest, place)
    assert sent(digest, place) == []
    place.put("notes/mine.txt", b"not ours")
    place.put("articles/mine.txt", b"not ours")
    before = built(digest)
    edit(digest)
    done = sent(digest, place)
    after = built(digest)
    assert set(done) == {p for p in before | after if before.get(p) != after.get(p)}
    assert place.site() == {
        **after,
        "notes/mine.txt": b"not ours",
        "articles/mine.txt": b"not ours",
    }
    assert not dead_links(place)
    if isinstance(place, FolderPlace):
        assert not place.empty_folders()


@pytest.mark.parametrize("place", KINDS, indirect=True)
def test_a_dry_run_writes_nothing(digest: Digest, place: Place) -> None:
    plan = compared(digest, place).changes
    assert set(plan.paths("new")) == set(built(digest))
    assert place.files() == {}
    sent(digest, place)
    before = place.files()
    edit(digest)
    plan = compared(digest, place).changes
    assert "articles/2025/12/council-budget/index.html" in plan.paths("removed")
    assert "articles/2026/03/new-ferry/index.html" in plan.paths("new")
    assert "index.html" in plan.paths("changed")
    assert place.files() == before


@pytest.mark.parametrize("place", KINDS, indirect=True)
def test_what_is_damaged_or_lost_there_is_sent_again(digest: Digest, place: Place) -> None:
    sent(digest, place)
    place.put("index.html", b"damaged")
    place.remove("about/index.html")
    assert sorted(sent(digest, place)) == ["about/index.html", "index.html"]
    assert place.site() == built(digest)
    place.remove(LIST)
    assert sent(digest, place) == []  # the bytes are ours, so the files are
    edit(digest)
    sent(digest, place)
    assert place.site() == built(digest)


@pytest.mark.parametrize("place", KINDS, indirect=True)
def test_files_of_others_are_never_replaced_or_removed(digest: Digest, place: Place) -> None:
    place.put("index.html", b"mine")
    place.put("about/other.html", b"mine too")
    with pytest.raises(DeployError, match=r"index\.html: error: a file that digestgen did not put"):
        sent(digest, place)
    assert place.site() == {"index.html": b"mine", "about/other.html": b"mine too"}
    sent(digest, place, overwrite=True)
    digest.delete("content/pages/about.md")
    sent(digest, place)
    assert place.site() == {**built(digest), "about/other.html": b"mine too"}


@pytest.mark.parametrize("place", KINDS, indirect=True)
def test_a_file_of_others_is_not_made_a_folder(digest: Digest, place: Place) -> None:
    place.put("about", b"mine")
    with pytest.raises(DeployError, match=r"about: error: a file that digestgen did not put there"):
        sent(digest, place)
    assert place.site() == {"about": b"mine"}


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_the_rest_of_a_bucket_is_as_it_was(digest: Digest, place: S3Place) -> None:
    for key in ("news2/x", "new", "index.html"):
        place.client.put_object(Bucket=place.bucket, Key=key, Body=b"mine")
    sent(digest, place)
    for key in ("news2/x", "new", "index.html"):
        assert place.object(key)["Body"].read() == b"mine"
        place.client.delete_object(Bucket=place.bucket, Key=key)
    assert place.site() == built(digest)


class Stopped(KeyboardInterrupt):
    pass


def stop_at(
    monkeypatch: pytest.MonkeyPatch, place: Place, write: int, for_good: bool
) -> Callable[[], int]:
    """The n-th write doesn't happen, nor any later one if the power went. Gives their number."""
    owner, name = place.writes
    run, count = getattr(owner, name), 0

    def until(*given: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        if count == write or (for_good and count > write):
            raise Stopped
        return run(*given, **named)

    monkeypatch.setattr(owner, name, until)
    return lambda: count


@pytest.mark.parametrize(
    ("place", "for_good"),
    [("folder", False), ("folder", True), ("rsync", True), ("s3", True), ("sftp", False)],
    indirect=["place"],
)
def test_interrupted_at_any_write_no_reader_meets_a_dead_link_and_the_next_goes_on(
    digest: Digest, place: Place, for_good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(destination, "CHECKPOINT", 5)
    sent(digest, place)
    place.put("people/mine.txt", b"not ours")
    edit(digest)
    edits = compared(digest, place).changes
    stopped = 0
    for write in (1, 2, 4, 8, 15, 24):
        with monkeypatch.context() as patch:
            count = stop_at(patch, place, write, for_good)
            try:
                sent(digest, place)
            except Stopped:
                stopped += 1
        assert not dead_links(place), f"after {count()} writes"
        assert place.site()["people/mine.txt"] == b"not ours"
    assert stopped > 2
    left = sent(digest, place)
    assert len(left) < sum(len(step.paths) for step in edits.steps)
    assert place.site() == {**built(digest), "people/mine.txt": b"not ours"}
    assert sent(digest, place) == []


@pytest.mark.parametrize("place", ["folder", "s3", "sftp"], indirect=True)
def test_the_first_deployment_resumes_too(
    digest: Digest, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stop_at(patch, place, 60, for_good=False)
        with pytest.raises(Stopped):
            sent(digest, place)
    there = len(place.site())
    assert there > 40
    done = sent(digest, place)
    # Eight are under way side by side, and as many may have ended unheard.
    assert len(done) <= len(built(digest)) - there + 16
    assert place.site() == built(digest)


# --- git ---------------------------------------------------------------------------------------


def test_git_keeps_history_or_not(digest: Digest, tmp_path: Path, home: Path) -> None:
    kept = GitPlace(tmp_path / "kept.git")
    squashed = GitPlace(tmp_path / "squashed.git", history="squash", branch="pages")
    for _ in range(2):
        for place in (kept, squashed):
            sent(digest, place)
        digest.article("2026/bridge.md", title="Bridge opens again")
    for place in (kept, squashed):
        sent(digest, place)
    assert (len(kept.commits()), len(squashed.commits())) == (2, 1)
    assert kept.site() == squashed.site() == built(digest)
    message = kept.git("log", "-1", "--format=%an <%ae>%n%B", "gh-pages").decode()
    assert message.startswith("digestgen <digestgen@localhost>\nThe Small Digest\n\n")
    assert "changed" in message


def test_git_writes_as_the_user(digest: Digest, tmp_path: Path, home: Path) -> None:
    (home / ".gitconfig").write_text("[user]\n name = Ada <3\n email = ada@example.org\n")
    place = GitPlace(tmp_path / "site.git")
    sent(digest, place)
    assert place.git("log", "-1", "--format=%ae", "gh-pages") == b"ada@example.org\n"


def test_a_domain_of_its_own(digest: Digest, tmp_path: Path, home: Path) -> None:
    place = GitPlace(tmp_path / "site.git", domain="news.example.org")
    sent(digest, place)
    assert place.site() == {**built(digest), "CNAME": b"news.example.org\n"}
    assert sent(digest, place) == []
    del place.target["domain"]
    assert sent(digest, place) == ["CNAME"]
    codeberg = GitPlace(tmp_path / "codeberg.git", domain="news.example.org")
    sent(digest, codeberg)
    assert codeberg.site()[".domains"] == b"news.example.org\n"


def test_a_remote_of_the_digests_own_repository(
    digest: Digest, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = GitPlace(tmp_path / "site.git")
    place.target["to"] = "origin"
    with pytest.raises(DeployError, match=r'has no remote "origin" \(hint: git remote add'):
        sent(digest, place)
    git("init", "--quiet", str(digest.root))
    git("-C", str(digest.root), "remote", "add", "origin", "far:site.git")
    # what is said of a remote in that repository counts, be it a token or another address
    git("-C", str(digest.root), "config", f"url.{tmp_path}/.insteadOf", "far:")
    monkeypatch.setenv("GIT_DIR", "/nowhere")  # as in a hook
    sent(digest, place)
    monkeypatch.delenv("GIT_DIR")
    assert place.site() == built(digest)
    assert git("-C", str(digest.root), "for-each-ref") == b""  # and the repository is as it was


def test_somebody_elses_push_is_not_overwritten(digest: Digest, tmp_path: Path, home: Path) -> None:
    place = GitPlace(tmp_path / "site.git")
    sent(digest, place)
    edit(digest)
    late = compared(digest, place)
    place.put("theirs.txt", b"pushed meanwhile")
    with pytest.raises(DeployError, match="somebody else pushed to gh-pages meanwhile"):
        late.run(lambda path: None)
    sent(digest, place)
    assert place.site() == {**built(digest), "theirs.txt": b"pushed meanwhile"}


def test_names_of_every_kind(digest: Digest, tmp_path: Path, home: Path) -> None:
    names = ["a b.txt", "é ü.txt", "-x.txt", "x,y & z.txt"]
    for name in names:
        digest.put(f"content/assets/{name}", name)
    place = GitPlace(tmp_path / "site.git")
    sent(digest, place)
    assert {f"assets/{name}" for name in names} <= place.site().keys()
    for name in names:
        digest.delete(f"content/assets/{name}")
    sent(digest, place)
    assert place.site() == built(digest)


# --- what hosts are told, and what keeps a stranger out ---------------------------------------


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_s3_knows_types_and_how_long_to_keep_files(digest: Digest, place: S3Place) -> None:
    sent(digest, place)
    said = {}
    for path in place.files():
        found = place.object(f"news/{path}")
        said[path] = (found["ContentType"], found.get("CacheControl", ""))
    assert said["index.html"] == (
        "text/html; charset=utf-8",
        "public, max-age=0, must-revalidate",
    )
    assert said["feed.xml"][0] == "application/xml"
    assert said["feed.json"][0] == "application/feed+json; charset=utf-8"
    style = next(path for path in said if path.startswith("theme/style."))
    assert said[style] == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert said["assets/bridge.svg"] == ("image/svg+xml", "public, max-age=86400")


@pytest.mark.parametrize("place", ["sftp"], indirect=True)
def test_an_unknown_server_is_not_trusted(digest: Digest, place: Place, home: Path) -> None:
    (home / ".ssh" / "known_hosts").write_text("")
    with pytest.raises(DeployError, match="(?i)host key is not trusted"):
        sent(digest, place)
    assert place.files() == {}


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_nothing_secret_is_said(
    digest: Digest, place: S3Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.target["to"] = "s3://no-such-bucket/x"
    with pytest.raises(DeployError) as caught:
        sent(digest, place)
    assert "a-secret-key" not in str(caught.value)
    assert str(caught.value).startswith("s3://no-such-bucket/x: error: ")
