#!/bin/sh
# Writes the exact versions, with hashes, of what pyproject.toml asks for: `make requirements`.
set -eu
cd "$(dirname "$0")/.."
compile() {
    out=$1
    shift
    .venv/bin/uv pip compile pyproject.toml "$@" --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet \
        --no-annotate --output-file "requirements/$out.txt"
}
compile production
compile demo --extra embedded --constraint requirements/production.txt
compile dev --extra embedded --extra dev --constraint requirements/production.txt
compile node --extra node --constraint requirements/production.txt
