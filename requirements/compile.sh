#!/bin/sh
# Writes the exact versions, with hashes, of what pyproject.toml asks for: `make requirements`.
set -eu
cd "$(dirname "$0")/.."
compile() {
    out=$1
    shift
    .venv/bin/uv pip compile "$@" --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet \
        --no-annotate --output-file "requirements/$out.txt"
}
# Node.js alone: a machine that builds the browser's parts needs none of the rest.
extra() {
    .venv/bin/python -c '
import sys, tomllib
with open("pyproject.toml", "rb") as file:
    print(*tomllib.load(file)["project"]["optional-dependencies"][sys.argv[1]], sep="\n")
' "$1"
}
compile production pyproject.toml
compile demo pyproject.toml --extra embedded --constraint requirements/production.txt
compile dev pyproject.toml --extra embedded --extra dev --constraint requirements/demo.txt
extra node | compile node -
