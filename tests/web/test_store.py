"""Writers in turn, what is kept in memory, blobs."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import close_old_connections, connections, transaction

from corpus.errors import Blocked
from corpus.store.blobs import Blobs
from review_ui import events, ledger
from review_ui.jobs.keeping import Kept
from review_ui.jobs.store import Turns, writing
from review_ui.models import Event, Person, Rubric
from rubric_builder.filtering import counts
from rubric_builder.reviewing import review_items
from tests.web.office import Office

WRITERS, EACH = 16, 12


def test_sixteen_writers_at_once_are_never_refused(committed: Office) -> None:
    before = Event.objects.count()

    def write(writer: int) -> None:
        for n in range(EACH):
            events.record(f"写手{writer}", "upload", f"第{n}份")
        connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert Event.objects.count() == before + WRITERS * EACH
    assert list(events.verify()) == []


def test_writers_in_the_queue_beside_one_that_is_not(committed: Office) -> None:
    """Django's own writes (sessions, sign-ins) do not queue: the database makes them wait."""

    def queue_up(n: int) -> None:
        with writing():
            Person.objects.filter(name="王芳").update(must_change_password=bool(n % 2))
        connections.close_all()

    def barge_in(n: int) -> None:
        with transaction.atomic():
            Person.objects.filter(name="李建国").update(must_change_password=bool(n % 2))
        connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(barge_in if n % 4 == 0 else queue_up, n) for n in range(48)]
    assert all(future.exception() is None for future in done)


def test_what_fails_leaves_nothing(db: Office) -> None:
    before = Event.objects.count()

    def fail() -> None:
        with writing():
            events.record("王芳", "upload", "细则.pdf")
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        fail()
    assert Event.objects.count() == before


def test_turns_are_taken_in_the_order_of_coming() -> None:
    turns, order, arrived = Turns(), list[int](), threading.Semaphore(0)

    def queue_up(n: int) -> None:
        arrived.release()
        with turns:
            order.append(n)

    threads = []
    with turns:
        for n in range(6):
            thread = threading.Thread(target=queue_up, args=(n,))
            threads.append(thread)
            thread.start()
            arrived.acquire()
            while len(turns._waiting) <= n:  # until it stands in the queue
                close_old_connections()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4, 5]


def test_who_has_the_turn_may_take_it_again() -> None:
    turns = Turns()
    with turns, turns:
        pass
    taken = []
    thread = threading.Thread(target=lambda: taken.append(turns.__enter__()))
    thread.start()
    thread.join()
    assert taken == [None]


def test_what_many_ask_for_is_made_once() -> None:
    kept, made, start = Kept[int](4), list[int](), threading.Barrier(8)

    def make() -> int:
        made.append(1)
        return len(made)

    def ask(_: int) -> int:
        start.wait()
        return kept.get("one", make)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {1}
    assert len(made) == 1


def test_the_oldest_is_dropped_and_what_fails_is_not_kept() -> None:
    kept = Kept[str](2)
    with pytest.raises(KeyError):
        kept.get("a", lambda: {}["missing"])
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: f"first {key}")  # type: ignore[misc]  # bound now
    assert kept.get("a", lambda: "second a") == "first a"
    assert kept.get("b", lambda: "second b") == "second b"


def test_a_blob_comes_back_as_it_was(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    sha256, size = blobs.put_chunks([b"one ", b"two"])
    assert (sha256, size) == (hashlib.sha256(b"one two").hexdigest(), 7)
    assert blobs.put(b"one two") == sha256
    assert blobs.get(sha256) == b"one two"
    assert list(blobs) == [sha256]


def test_bytes_that_break_off_leave_no_blob(tmp_path: Path) -> None:
    def broken():  # type: ignore[no-untyped-def]
        yield b"some"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        Blobs(tmp_path).put_chunks(broken())
    assert list(tmp_path.rglob("*")) == []


def test_what_a_crash_left_half_written_is_swept(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    sha256 = blobs.put(b"whole")
    (tmp_path / ".abc.part").write_bytes(b"half")
    assert blobs.sweep() == 1
    assert list(blobs) == [sha256]


def test_a_damaged_or_missing_blob_is_told(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    sha256 = blobs.put(b"whole")
    blobs.path(sha256).write_bytes(b"other")
    with pytest.raises(Blocked, match="已损坏或被改动"):
        blobs.get(sha256)
    with pytest.raises(Blocked, match="缺失"):
        blobs.get("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_blob_is_named_by_its_hash_and_nothing_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Blobs(tmp_path).path(name)


def test_the_worklists_counts_are_those_of_the_review_page(rubric: Rubric) -> None:
    folded = ledger.load(rubric)
    assert ledger.summary(folded)["counts"] == dict(counts(review_items(folded.state))) == rubric.counts
