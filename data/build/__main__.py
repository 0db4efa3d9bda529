"""Write the tables in ``data/`` and their ``datapackage.json``.

Run ``python data/build`` from the repository's root (or ``make data``). Each
module beside this one writes one table: it has a ``DESCRIPTOR`` (Frictionless
resource: schema, units, sources, licence) and ``build(source) -> DataFrame``.
The output depends on the sources alone, byte for byte. Nothing is written
unless every table passes its own schema. With ``--maps`` the maps are made again too
(see ``maps.py``); without, they stay as they are.
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import europe_century
import eurostat_nuts2
import frictionless
import imf_decentralisation
import imf_decentralisation_set_apart
import maps
import oecd_regions
import regional_authority
import uk_century
import uk_devolution_events
import uk_gdhi
import uk_governments
import uk_index_1989
import uk_itl
import uk_itl1_income
import uk_lad_gdp
import uk_policies
import uk_price_levels
import uk_regions
import uk_standard_regions
import us_states

from levelkit.catalogue.checks import order_of_columns

HERE = Path(__file__).resolve().parent
TABLES = (
    uk_century,
    uk_itl,
    europe_century,
    uk_regions,
    uk_lad_gdp,
    uk_gdhi,
    uk_itl1_income,
    uk_price_levels,
    uk_index_1989,
    uk_standard_regions,
    oecd_regions,
    eurostat_nuts2,
    us_states,
    uk_policies,
    uk_governments,
    imf_decentralisation,
    imf_decentralisation_set_apart,
    regional_authority,
    uk_devolution_events,
)
PACKAGE = {
    "profile": "data-package",
    "name": "levelkit-data",
    "title": "levelkit: regional figures for testing the claims behind levelling up",
    "version": "0.1.0",
    "homepage": "https://github.com/levelkit/levelkit",
}


def to_csv(table) -> bytes:
    """UTF-8, LF, shortest decimal text that reads back as the same number."""
    return table.to_csv(index=False, lineterminator="\n").encode()


def resource(module, text: bytes) -> dict:
    """The table's Frictionless resource, with its size and checksum."""
    name = module.DESCRIPTOR["name"]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": "sha256:" + hashlib.sha256(text).hexdigest(),
        **{key: value for key, value in module.DESCRIPTOR.items() if key != "name"},
    }


def build(source: Path, output: Path, *, make_maps: bool = False) -> list[Path]:
    """Build every table from ``source``, validate all, then write to ``output``."""
    texts = {module: to_csv(module.build(source)) for module in TABLES}
    shapes = maps.build(source) if make_maps else maps.present(HERE.parent)
    resources = [resource(m, text) for m, text in texts.items()]
    resources += [maps.resource(entry, shapes[entry["name"]]) for entry in maps.MAPS]
    files = {f"{m.DESCRIPTOR['name']}.csv": text for m, text in texts.items()}
    files |= {f"maps/{name}.topojson": text for name, text in shapes.items()}
    package = PACKAGE | {"resources": resources}
    files["datapackage.json"] = (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output) as staging:
        Path(staging, "maps").mkdir()
        for name, text in files.items():
            Path(staging, name).write_bytes(text)
        report = frictionless.Package(str(Path(staging, "datapackage.json"))).validate(
            checklist=frictionless.Checklist(checks=[order_of_columns()])
        )
        if not report.valid:
            columns = ["rowNumber", "fieldName", "cell", "message", "note"]
            errors = [(task.name, *one) for task in report.tasks for one in task.flatten(columns)]
            raise SystemExit("\n".join(map(str, errors[:20])))
        (output / "maps").mkdir(exist_ok=True)
        for name in files:
            Path(staging, name).replace(output / name)
    return [output / name for name in files]


def main() -> None:
    """Command line: where the sources are and where the tables go."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=HERE.parent / "raw")
    parser.add_argument("--output", type=Path, default=HERE.parent)
    parser.add_argument("--maps", action="store_true", help="make the maps again too")
    arguments = parser.parse_args()
    for path in build(arguments.source, arguments.output, make_maps=arguments.maps):
        print(path)


if __name__ == "__main__":
    main()
