#!/usr/bin/env bash
# Runs the goldens of the project in the working directory as CI does.
# Exit code 0: they pass. 1: they fail, or could not be run; a message says why.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: golden_ci.sh [--backend live|replay|auto] [--base-url URL] [arguments for vitest]

Runs the goldens of the project in the working directory in CI mode: a missing baseline fails, nothing is recorded.

  --backend live|replay|auto   where replies come from (AIOS_BACKEND)
  --base-url URL               address of the model server (AIOS_BASE_URL)
  --help                       this text

Everything else goes to `vitest run goldens`, for example -t greeting or --reporter=dot.
TEXT
}

stop() {
  printf 'golden CI: %s\n' "$@" >&2
  exit 1
}

vitest_arguments=()
while (($# > 0)); do
  case $1 in
    --help)
      usage
      exit 0
      ;;
    --backend | --base-url)
      [[ -n ${2-} ]] || stop "$1 needs a value; see --help"
      if [[ $1 == --backend ]]; then export AIOS_BACKEND=$2; else export AIOS_BASE_URL=$2; fi
      shift 2
      ;;
    *)
      vitest_arguments+=("$1")
      shift
      ;;
  esac
done

if ! command -v node >/dev/null || ! command -v npx >/dev/null; then
  stop 'node and npx are not on the PATH. Install Node.js 22.12 or newer'
fi
if ! node -e 'try { require.resolve("vitest/package.json") } catch { process.exit(1) }'; then
  stop "vitest is not installed for $PWD" \
    'install what package.json names: npm ci' \
    'or, where it does not name it yet: npm install --save-dev vitest-aios vitest'
fi

# A report that was there before says nothing about this run.
report=${AIOS_DIR:-.aios}/last_report.json
fingerprint() { if [[ -f $report ]]; then cksum <"$report"; fi; }
before=$(fingerprint)

code=0
CI=true npx --no vitest run goldens ${vitest_arguments[@]+"${vitest_arguments[@]}"} || code=$?

if [[ $(fingerprint) != "$before" ]]; then
  echo "golden CI: report in $report"
else
  echo "golden CI: this run wrote no report to $report"
fi
((code == 0)) || stop "FAIL (vitest ended with exit code $code)"
echo 'golden CI: PASS'
