"""The command ``levelkit``: serve the pages, write them as files, or open the notebooks in JupyterLab."""

from __future__ import annotations

import argparse
import os
from pathlib import Path


def main(argv: list[str] | None = None) -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="levelkit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the notebooks as web pages")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument(
        "--port", type=int, default=8866, help="port (%(default)s), or the next free"
    )
    serve.add_argument("--warm", type=int, default=1, help="kernels kept warm a page (%(default)s)")
    serve.add_argument("--max-kernels", type=int, default=40, help="visitors at once (%(default)s)")
    serve.add_argument(
        "--idle", type=int, default=180,
        help="seconds until the kernel of a page that went away is ended (%(default)s)",
    )  # fmt: skip
    serve.add_argument(
        "--join", type=float, default=50,
        help="seconds until a kernel is ended whose page never connected (%(default)s)",
    )  # fmt: skip
    serve.add_argument(
        "--base-url", default="/", metavar="PATH",
        help="path under which a proxy hands on to this server, such as /lk/ (%(default)s)",
    )  # fmt: skip
    serve.add_argument(
        "--fork", action=argparse.BooleanOptionalAction, default=True,
        help="start kernels as copies of one process that has read everything, on Linux",
    )  # fmt: skip
    serve.add_argument(
        "--site", metavar="FOLDER", default=os.environ.get("LEVELKIT_READERS"),
        help="what `levelkit site` wrote, for readers without a kernel; 'none' to give all a kernel (built in the background)",
    )  # fmt: skip
    serve.add_argument("--notebooks", type=Path, help="folder to serve instead of levelkit's own")
    site = commands.add_parser(
        "site", help="write every page as plain files, to work without a kernel"
    )
    site.add_argument("--output", type=Path, default=Path("_site"), help="folder (%(default)s)")
    site.add_argument(
        "--low-priority", action="store_true", help="on one core, after all else that runs"
    )
    site.add_argument(
        "--compress", action="store_true", help="a compressed copy beside each text, for servers that hand it out"
    )  # fmt: skip
    combinations = commands.add_parser(
        "combinations", help="evaluate every combination of choices of each claim that has changed"
    )
    combinations.add_argument(
        "claims", nargs="*", metavar="claim", help="these claims alone (all of them)"
    )
    commands.add_parser(
        "lab",
        help="open the notebooks in JupyterLab",
        description="Further options go to JupyterLab as they are (--no-browser, --port=8890).",
    )
    arguments, further = parser.parse_known_args(argv)
    if arguments.command == "lab":
        from levelkit.lab import lab

        lab(further)
        return
    if further:
        parser.error(f"unrecognized arguments: {' '.join(further)}")

    if arguments.command == "site":
        from levelkit.site.build import build_site

        build_site(
            arguments.output, low_priority=arguments.low_priority, compressed=arguments.compress
        )
    elif arguments.command == "combinations":
        _combinations(arguments.claims)
    else:
        _serve(arguments)


def _combinations(names: list[str]) -> None:
    from levelkit.claims import ClaimError, UnknownClaimError, combinations
    from levelkit.pages import fragility_store

    try:
        combinations.update(names)
    except (ClaimError, UnknownClaimError) as error:
        raise SystemExit(str(error)) from None
    fragility_store.update(names)


def _serve(arguments: argparse.Namespace) -> None:
    from levelkit.serving.writable import settle_home

    settle_home()

    from levelkit.serving.server import serve

    serve(
        host=arguments.host, port=arguments.port, warm_each=arguments.warm,
        max_kernels=arguments.max_kernels, idle=arguments.idle, join=arguments.join,
        folder=arguments.notebooks, base_url=arguments.base_url, fork=arguments.fork,
        site=None if arguments.site in (None, "none") else Path(arguments.site),
        build_site=arguments.site is None,
    )  # fmt: skip


if __name__ == "__main__":
    main()
