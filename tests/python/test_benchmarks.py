"""The benchmarks' programs run, and what the documentation quotes of a run is what was measured."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

import report
from bench import HERE, ROOT, Figures, Job, measure, serving
from building import LIBRARY, c_program, library_flags
from charts import Bar, Line, bars, lines
from inputs import REQUESTS, settings
from results import PARTS, Results
from tables import Cost, Row, Share, Speed, Within, compared, duration, size

SVG = "{http://www.w3.org/2000/svg}"
PYTHON = HERE / "python"


@pytest.fixture(scope="module")
def results() -> Results:
    """The run that is committed."""
    return Results.read()


# --- the programs ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server that answers."""
    with serving(sys.executable, PYTHON / "slow_server.py") as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.mark.parametrize(
    ("program", "names"),
    [
        ("sign_oauth1", ["prepared", "whole"]),
        ("sign_oauthlib", ["whole"]),
        ("sign_authlib", ["whole"]),
        ("auth_oauth1", ["auth"]),
        ("auth_requests_oauthlib", ["auth"]),
        ("verify_oauth1", ["verify"]),
        ("verify_oauthlib", ["verify"]),
    ],
)
def test_a_program_signs_rightly_and_prints_its_figures(program: str, names: list[str]) -> None:
    request = REQUESTS[0]
    job = Job("tweet", (sys.executable, PYTHON / f"{program}.py", request.path))
    figures = measure([job], 1, settings(1))
    assert [*figures.rounds] == [f"tweet.{name}" for name in names]
    assert all(figures.median(name) for name in figures.rounds)
    if not program.startswith("verify"):
        assert [*figures.shown] == [*figures.rounds]
    for name, signed in figures.shown.items():
        request.check(name, signed)


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("send_oauth1", "threads"),
        ("send_requests_oauthlib", "threads"),
        ("send_authlib", "threads"),
        ("await_oauth1", "tasks"),
        ("await_authlib", "tasks"),
    ],
)
def test_a_program_sends_and_prints_its_figures(
    program: str, name: str, url: str, tmp_path: Path
) -> None:
    request = tmp_path / "get.txt"
    request.write_text(f"GET {url}\n", encoding="utf-8")
    job = Job("get", (sys.executable, PYTHON / f"{program}.py", request, "2"))
    # however soon it is over, each thread and each task has sent once
    figures = measure([job], 1, settings(0))
    assert [*figures.rounds] == [f"get.{name}"]
    assert (figures.median(f"get.{name}") or 0) > 9e6  # two at once, 20 ms each


def test_memory_is_measured_with_the_settings_of_the_run() -> None:
    job = Job("python", (sys.executable, PYTHON / "memory_oauth1.py"))
    figures = measure([job], 1, settings(PARTS[-1].milliseconds))
    assert [*figures.rounds] == ["python.million_bytes", "python.session_bytes"]
    assert (figures.median("python.session_bytes") or 0) > 0


def test_an_import_is_measured_in_time_and_memory() -> None:
    figures = measure([Job("import", (sys.executable, PYTHON / "import_one.py", "json"))], 2, {})
    assert [*figures.rounds] == ["import.import", "import.bytes"]
    assert [len(rounds) for rounds in figures.rounds.values()] == [2, 2]


@pytest.mark.skipif(
    not (LIBRARY / "lib").exists() or not shutil.which("cc"), reason="the C library is not built"
)
@pytest.mark.parametrize(
    ("program", "names"), [("oauth1", ["prepared", "into", "whole"]), ("verify", ["verify"])]
)
def test_a_program_of_c_runs_and_prints_its_figures(program: str, names: list[str]) -> None:
    request = REQUESTS[0]
    job = Job("tweet", (c_program(program, *library_flags()), request.path))
    figures = measure([job], 1, settings(1))
    assert [*figures.rounds] == [f"tweet.{name}" for name in names]
    for name, signed in figures.shown.items():
        request.check(name, signed)


def test_a_wrong_signature_ends_the_run() -> None:
    request = REQUESTS[0]
    right = request.example_authorization()
    request.check("this one", right)
    wrong = right.replace('oauth_nonce="0', 'oauth_nonce="1')
    with pytest.raises(SystemExit, match="this one does not sign"):
        request.check("this one", wrong)


def test_a_program_that_fails_ends_the_run() -> None:
    job = Job("failing", (sys.executable, "-c", "raise SystemExit('no server')"))
    with pytest.raises(SystemExit, match="failing failed:\nno server"):
        measure([job], 1, {})


# --- what the figures say -------------------------------------------------------------------------


def test_figures_are_told_from_what_was_signed() -> None:
    figures = Figures()
    for printed in ('whole OAuth a="1.0"\nwhole 12.5\nleft_bytes -4096.0\n', "whole 14.5\n"):
        figures.read(Job("one", ()), printed)
    assert figures.shown == {"one.whole": 'OAuth a="1.0"'}
    assert figures.rounds == {"one.whole": [12.5, 14.5], "one.left_bytes": [-4096.0]}
    assert figures.median("one.whole") == 13.5
    assert figures.median("one.other") is None


def test_targets_are_met_or_not() -> None:
    figures = Figures({"ours": [100.0], "peer": [3_060.0], "part": [7.0]})
    row = Row(
        "ours",
        "ours",
        [
            Speed("peer", "a peer", 30),
            Speed("peer", "a peer", 31),
            Cost("peer", "a peer", 0.03),
            Cost("peer", "a peer"),
            Share("part", "a part", 5),
            Within(100),
            Speed("nobody", "nobody", 2),
        ],
    )
    section = compared("A title", [row, Row("none", "nobody")], figures)
    told = [(verdict.text, verdict.met) for _, verdict in section.targets]
    assert told == [
        ("30× as fast as a peer", True),
        ("30× as fast as a peer", False),
        ("0.03× a peer", False),
        ("a part 7.0 %", False),
        ("100 ns", True),
    ]
    assert "30× as fast as a peer (target ≥ 31×: not met)" in section.table
    assert "nobody: not measured" in section.table
    assert "| none | not measured |" in section.table


def test_times_and_sizes_are_told_in_their_units() -> None:
    assert [duration(1e3), duration(2e5), duration(2.5e7)] == ["1,000 ns", "200 µs", "25.0 ms"]
    assert [size(12.25), size(-65536), size(3e6)] == ["12.2 B", "-65.5 kB", "3.0 MB"]


# --- charts ---------------------------------------------------------------------------------------


def check_chart(chart: str) -> list[str]:
    """Check that a chart can be read and seen, and return its texts."""
    root = ElementTree.fromstring(chart)
    width, height = (float(each) for each in root.attrib["viewBox"].split()[2:])
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert "prefers-color-scheme: dark" in (root.findtext(f"{SVG}style") or "")
    texts = []
    for text in root.iter(f"{SVG}text"):
        x, y, said = float(text.attrib["x"]), float(text.attrib["y"]), text.text or ""
        room = x if "end" in text.attrib.get("class", "").split() else width - x
        assert len(said) * 6 < room, said
        assert 0 < y < height
        texts.append(said)
    for rect in root.iterfind(f"{SVG}rect[@x]"):
        assert float(rect.attrib["x"]) + float(rect.attrib["width"]) < width
    return texts


def test_a_chart_of_bars_names_all_and_their_figures() -> None:
    texts = check_chart(
        bars("Title", "a note", [Bar("ours & <theirs>", 620.4, "ours"), Bar("peer", 149_000)])
    )
    assert {"Title", "a note", "ours & <theirs>", "620 ns", "peer", "149 µs"} <= {*texts}


def test_a_chart_of_lines_names_all_and_keeps_the_names_apart() -> None:
    points = [(1.0, 1e3), (10_000.0, 1e7)]
    chart = lines("Title", "a note", [Line("one", points, "ours"), Line("two", points)])
    assert {"one", "two", "1", "10,000", "1 µs", "10 ms"} <= {*check_chart(chart)}
    texts = ElementTree.fromstring(chart).iter(f"{SVG}text")
    one, two = (float(each.attrib["y"]) for each in texts if each.text in {"one", "two"})
    assert abs(one - two) >= 12


def test_the_charts_of_the_run_can_be_read(results: Results) -> None:
    for chart in report.charts(results).values():
        check_chart(chart)


def test_what_was_left_out_is_named_and_not_drawn(results: Results) -> None:
    rounds = {
        name: each
        for name, each in results.parts["signatures"].rounds.items()
        if "liboauth" not in name
    }
    parts = {**results.parts, "signatures": Figures(rounds)}
    without = replace(results, parts=parts, left_out={"liboauth": "needs a package"})
    assert "liboauth was left out, as it needs a package." in report.page(without)
    assert "liboauth (C)" in report.charts(results)["signing"]
    for chart in report.charts(without).values():
        assert "liboauth" not in " ".join(check_chart(chart))
    assert "liboauth: not measured" in report.quoted(without)


# --- what the documentation says ------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path, results: Results) -> Path:
    """The files that tell of the run, to be changed."""
    for path in (*report.documents(results, ROOT), *report.QUOTING):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_documentation_says_what_was_measured(results: Results) -> None:
    assert report.faults(results) == []


def test_a_figure_that_was_changed_by_hand_is_found(copy: Path, results: Results) -> None:
    change(copy / "README.md", "× as fast as liboauth", "1× as fast as liboauth")
    (copy / report.FOLDER / "signing.svg").unlink()
    assert [fault.partition(" ")[0] for fault in report.faults(results, copy)] == [
        "docs/performance/signing.svg",
        "README.md",
    ]
    report.write(results, copy)
    assert report.faults(results, copy) == []


@pytest.mark.parametrize("figure", ["in 650 ns", "in 2 µs", "1.7× the hash", "50 times as fast"])
def test_a_figure_that_no_run_wrote_is_found(copy: Path, results: Results, figure: str) -> None:
    change(copy / "CHANGELOG.md", "### Added\n", f"### Added\n\n- Signs {figure}.\n")
    (fault,) = report.faults(results, copy)
    assert fault.endswith(f"a figure that no run wrote: - Signs {figure}.")


def test_the_results_are_read_as_they_were_written(results: Results, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    results.write(file)
    assert Results.read(file) == results
    assert file.read_bytes() == (ROOT / report.FOLDER / "results.json").read_bytes()


def test_the_results_have_all_parts_and_the_machine_without_its_name(results: Results) -> None:
    assert [*results.parts] == [part.name for part in PARTS]
    assert {*results.machine} == {"processor", "cores", "system", "kernel"}
    for part in PARTS:
        assert part.sections(results.parts[part.name])


def test_the_report_is_checked_as_a_command() -> None:
    command = [sys.executable, str(HERE / "report.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
