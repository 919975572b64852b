#!/usr/bin/env python3
"""Makes the rule files, Grafana's dashboards and its alert rules, and the queries in docs/grafana.md, from deploy/generation.

    deploy/generate.py            writes them
    deploy/generate.py --check    says which differ from what would be written, and ends with 1 if any does

Nothing but Python 3.11 is needed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generation import budget_board, grafana_alerts, health, overview, questions, rules, yaml_text  # noqa: E402

HEADER = "Made by deploy/generate.py from deploy/generation; changes belong there."


def files() -> dict[str, str]:
    """Every generated file by its path below deploy/."""
    boards = {"overview": overview.overview(), "health": health.health(), "budgets": budget_board.budgets()}
    made = {f"grafana/dashboards/{name}.json": json.dumps(board, indent=2, ensure_ascii=False) + "\n"
            for name, board in boards.items()}  # fmt: skip
    made["grafana/provisioning/alerting/tollgate.yaml"] = yaml_text.document(grafana_alerts.provisioning(), HEADER)
    made["prometheus/rules/recordings.yml"] = yaml_text.document(rules.prometheus_recordings(), HEADER)
    made["prometheus/rules/alerts.yml"] = yaml_text.document(rules.prometheus_alerts(), HEADER)
    made["../docs/grafana.md"] = questions.within((HERE / "../docs/grafana.md").read_text())
    return made


def shown(name: str) -> str:
    """A path as seen from the repository's root."""
    return name.removeprefix("../") if name.startswith("../") else f"deploy/{name}"


def main() -> int:
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        print(__doc__, file=sys.stderr)
        return 2
    different = 0
    for name, text in files().items():
        path = HERE / name
        if path.exists() and path.read_text() == text:
            continue
        different += 1
        if check:
            print(f"{shown(name)} is not what deploy/generate.py makes; run it", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            print(shown(name))
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())
