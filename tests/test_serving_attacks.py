"""What was tried against the server, with the very frames: none of it may work again."""

import contextlib
import http.client
import json
import socket
import struct
import time
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from served import start_server
from talking import Talk, asked, frame

PASSWD = "/etc/passwd"
SEATS = 6


@pytest.fixture(scope="module")
def server():
    started = start_server(
        "--port", "8967", "--warm", "0", "--max-kernels", str(SEATS), "--join", "10"
    )
    yield started
    started.stop()


@pytest.fixture
def visitor(server):
    # Pages that tests before asked for and left give their seats back after ten seconds.
    start = time.monotonic()
    while len(server.kernels()) >= SEATS and time.monotonic() - start < 90:
        time.sleep(0.5)
    talk = Talk(server.origin)
    yield talk
    talk.leave()


def comes_back(talk, attempts=5):
    """Whether a page that connects again, as often as it must, has its answers."""
    for _ in range(attempts):
        try:
            return works(talk.join())
        except ConnectionClosed:  # the end of the socket before it was still under way
            time.sleep(1)
    return False


def works(talk):
    """The page answers a choice."""
    comm, state = talk.hub()
    choices = state["choices"] | {"first_year": 1950}
    talk.to_widget(comm, {"method": "update", "state": {"choices": choices}, "buffer_paths": []})
    talk.idle()
    return talk.hub()[1]["answered"]["first_year"] == 1950


def closed(talk):
    """The server's reason for closing the socket."""
    with pytest.raises(ConnectionClosed) as gone:
        talk.heard(until=lambda _: False, seconds=20)
    return gone.value.rcvd and gone.value.rcvd.code


def memory(server):
    return psutil.Process(server.process.pid).memory_info().rss / 2**20


# --- reading files ---------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [PASSWD, {"name": PASSWD}, [PASSWD], {"name": PASSWD, "text": 7}])
def test_no_file_of_the_server_is_read(server, sent):
    talk = Talk(server.origin, "08-policy-churn").join()
    comm, state = talk.hub()
    update = {"inputs": {"own": sent}, "turn": state["turn"] + 1}
    talk.to_widget(comm, {"method": "update", "state": update, "buffer_paths": []})
    talk.idle()
    after = talk.hub()[1]
    assert after["answered_turn"] == state["turn"] + 1
    assert "own" in after["refused"]
    assert Path(PASSWD).read_text().splitlines()[0] not in json.dumps(after)
    talk.leave()


# --- other visitors' pages -------------------------------------------------------------------


def test_a_kernel_belongs_to_the_page_it_was_started_for(visitor):
    for secret in ("", "x", visitor.secret[:-1], "é"):
        with pytest.raises(InvalidStatus) as refused:
            visitor.join(secret=secret)
        assert refused.value.response.status_code == 403
    assert works(visitor.join())


def test_a_page_that_lost_its_connection_joins_again(visitor):
    visitor.join().widgets()
    visitor.socket.close()
    assert works(visitor.join())


def test_an_embedded_page_joins_whatever_the_origin_says(visitor):
    # The frame's own origin, or what a proxy that changes the host's name makes of it.
    assert works(visitor.join(origin="https://lecture.example.org"))


def test_a_kernel_is_neither_told_of_nor_ended_by_its_number(server, visitor):
    model = f"{server.origin}/api/kernels/{visitor.kernel}"
    assert asked(model)[0] == 404
    assert asked(model, method="DELETE")[0] in (403, 405)
    assert asked(f"{server.origin}/api/kernels")[0] == 404
    farewell = f"{server.origin}/voila/api/shutdown/{visitor.kernel}"
    for query in ("", "?token=x"):
        assert asked(farewell + query, method="POST", data=b"")[0] == 403
    assert asked(model, headers={"Authorization": f"token {visitor.secret}"})[0] == 200
    assert works(visitor.join())


def test_a_browser_sets_nothing_but_what_a_visitor_chooses(visitor, tmp_path):
    owned = tmp_path / "owned"
    comm, before = visitor.join().hub()
    for name in ("words", "code", "style", "form", "about", "marks_form", "columns", "blocks"):
        state = {name: {"page": {"html": "<script>alert(1)</script>"}}}
        visitor.to_widget(comm, {"method": "update", "state": state, "buffer_paths": []})
    visitor.say("comm_open", {"comm_id": "mine", "target_name": "jupyter.widget", "data": {}})
    visitor.say("execute_request", {"code": f"open({str(owned)!r}, 'w')"})
    after = visitor.hub()[1]
    assert {k: v for k, v in after.items() if k != "choices"} == {
        k: v for k, v in before.items() if k != "choices"
    }
    assert not owned.exists()
    assert works(visitor)


def test_numbers_and_secrets_stand_on_no_command_line_and_in_no_log(server, visitor):
    with pytest.raises(InvalidStatus):
        visitor.join(secret="wrong-secret")
    assert works(visitor.join())
    lines = [" ".join(p.cmdline()) for p in psutil.Process(server.process.pid).children(True)]
    assert lines
    assert not [line for line in lines if visitor.kernel in line]
    log = "".join(server.lines)
    assert "403" in log
    assert visitor.secret not in log and "wrong-secret" not in log


# --- frames ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"\xff" * 32, b"\x7f\xff\xff\xff", b"", "{}", frame("comm_msg", {})[:-1]]
)
def test_what_is_no_message_closes_that_socket_alone(server, visitor, data):
    before = memory(server)
    visitor.join().socket.send(data)
    assert closed(visitor) == 1003
    assert memory(server) < before + 50
    other = Talk(server.origin).join()
    assert works(other)
    other.leave()


@pytest.mark.parametrize("protocol", [None, "v0.kernel.websocket.jupyter.org"])
def test_another_protocol_is_refused(visitor, protocol):
    with pytest.raises(InvalidStatus) as refused:
        visitor.join(protocol=protocol)
    assert refused.value.response.status_code == 400


def test_a_frame_that_is_too_large_closes_that_socket(visitor):
    visitor.join()
    with contextlib.suppress(ConnectionClosed):
        visitor.socket.send(b"\x00" * (9 * 2**20))
    assert closed(visitor) in (1009, 1006, None)
    assert works(visitor.join())


def test_a_client_that_does_not_read_is_cut_off(server, visitor):
    comm = visitor.join().hub()[0]
    before = memory(server)
    visitor.socket.recv_bufsize = 1
    for _ in range(300):
        try:
            visitor.to_widget(comm, {"method": "request_state"})
        except ConnectionClosed:
            break
    deadline = time.monotonic() + 15
    cut = "A client that does not read was cut off"
    while not any(cut in line for line in server.lines) and time.monotonic() < deadline:
        assert memory(server) < before + 200
        time.sleep(0.2)
    other = Talk(server.origin).join()
    assert works(other)
    other.leave()


def test_a_flood_closes_that_socket(server, visitor):
    visitor.join()

    def flood():
        for _ in range(100_000):
            visitor.say("comm_info_request", {})

    with pytest.raises(ConnectionClosed):
        flood()
    assert comes_back(visitor)


def test_refusals_are_cut_and_few_in_the_log(server, visitor):
    before = len("".join(server.lines))
    visitor.join()
    for _ in range(50):
        visitor.say("x" * 100_000, {})
    assert visitor.widgets()
    assert len("".join(server.lines)) - before < 4000


# --- what the server tells -------------------------------------------------------------------


def test_errors_of_code_stay_on_the_server(visitor):
    comm, _ = visitor.join().hub()
    # A choice of the wrong type for the trait: ipywidgets fails in the kernel.
    visitor.to_widget(comm, {"method": "update", "state": {"choices": 7}, "buffer_paths": []})
    said = visitor.idle() + visitor.idle()
    assert not [m for m in said if m["type"] in ("error", "stream")]
    assert "Traceback" not in json.dumps(said)
    assert works(visitor)


def test_no_cookie_is_set(visitor):
    assert visitor.headers.get_all("Set-Cookie") is None


@pytest.mark.parametrize(
    "path",
    ["/voila/templates/", "/voila/templates/x", "/voila/templates/levelkit/static", "/logout", "/login",
     "/voila/templates/levelkit/../../../server.py", "/voila/templates/%2e%2e/static/x",
     "/voila/templates/levelkit/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/voila/templates/levelkit/static/%2e%2e%2fconf.json",
     "/voila/render/..%2f..%2fetc%2fpasswd", "/voila/render/%2e%2e/README.ipynb", "/voila/render/none.ipynb",
     "/voila/files/index.ipynb", "/voila/files/..%2f..%2fpyproject.toml", "/voila/api/contents/", "/api/contents",
     "/voila/query/1-1-1-1-1", "/nothing"],
)  # fmt: skip
def test_an_address_that_is_none_is_no_fault(server, path):
    status, _, text = asked(server.origin + path)
    assert status in (403, 404), text[:200]
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 302), ("/voila/render/index.ipynb", 200), ("/robots.txt", 200), ("/voila/static/voila.js", 200)],
)  # fmt: skip
def test_head_is_answered_without_a_kernel(server, path, status):
    kernels = len(server.kernels())
    connection = http.client.HTTPConnection(server.origin.removeprefix("http://"))
    connection.request("HEAD", path)
    assert connection.getresponse().status == status
    connection.close()
    assert len(server.kernels()) == kernels


def test_machines_that_read_everything_are_asked_not_to(server):
    assert asked(server.origin + "/robots.txt")[2] == "User-agent: *\nDisallow: /\n"


def test_nothing_is_evaluated_from_text(server):
    policy = asked(server.origin + "/voila/render/index.ipynb", method="HEAD")[1][
        "Content-Security-Policy"
    ]
    assert "unsafe-eval" not in policy


# --- what fills the log ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("POST", "/nothing", 404), ("POST", "/voila/render/index.ipynb", 403),
     ("DELETE", "/voila/render/index.ipynb", 403), ("GET", "/voila/render/none.ipynb", 404)],
)  # fmt: skip
def test_whatever_is_asked_is_refused_in_words(server, method, path, status):
    before = len(server.lines)
    answered, _, text = asked(
        server.origin + path, method=method, data=b"" if method == "POST" else None
    )
    assert answered == status
    assert "levelkit" in text and "</html>" in text
    assert "Traceback" not in "".join(server.lines[before:])


def test_long_addresses_and_headers_do_not_fill_the_log(server):
    before = len("".join(server.lines))
    for _ in range(20):
        asked(f"{server.origin}/voila/render/{'a' * 50_000}.ipynb", headers={"Referer": "b" * 9000})
        asked(f"{server.origin}/?{'a' * 50_000}", method="HEAD")
        # Refused for want of a token, which Tornado says with the whole address.
        asked(f"{server.origin}/voila/render/index.ipynb?{'a' * 50_000}", method="POST", data=b"")
    assert len("".join(server.lines)) - before < 20 * 600


def test_who_leaves_with_answers_under_way_is_no_news(server, visitor):
    before = len(server.lines)
    for _ in range(3):
        assert comes_back(visitor)
        comm, state = visitor.hub()
        for k in range(300):
            choices = state["choices"] | {"include_capital": bool(k % 2)}
            visitor.to_widget(comm, {"method": "update", "state": {"choices": choices}})
        # Gone without a farewell, as when a lid is closed or a cable is pulled.
        linger = struct.pack("ii", 1, 0)
        visitor.socket.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        visitor.socket.socket.close()
    time.sleep(8)
    assert "Traceback" not in "".join(server.lines[before:])
