"""Made-up policies for the tests of policy churn."""

from levelkit.claims.policy_churn.policies import read_policies

COLUMNS = (
    "policy,name,kind,start_year,end_year,nation,predecessor,state,source_kind,source_title,says"
)
PLAIN = {"what": "all", "nation": "all", "era": "all", "successors": "apart", "unverified": False}


def row(policy, start, end="", **more):
    """One row of a table as text."""
    given = {"kind": "fund", "nation": "England", "predecessor": "", "state": "verified"} | more
    kind, nation, before, state = (
        given[k] for k in ("kind", "nation", "predecessor", "state")
    )  # fmt: skip
    name = given.get("name", f"Policy {policy}")
    return f"{policy},{name},{kind},{start},{end},{nation},{before},{state},official,Some source,What it says"


def table(*rows, name="mine.csv"):
    return read_policies(name, text(*rows))


def text(*rows):
    return "\n".join([COLUMNS, *rows]) + "\n"


def lasting(*years, running=(), start=1980):
    """Policies that lasted so many years each, and some that still run since so many."""
    ended = [row(f"p-{k}", start, start + life) for k, life in enumerate(years)]
    still = [row(f"q-{k}", 2025 - life) for k, life in enumerate(running)]
    return table(*ended, *still)
