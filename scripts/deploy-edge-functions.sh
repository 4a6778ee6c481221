#!/usr/bin/env bash
# Brings a Supabase project up to date: the migrations, then the three functions. Needs no Docker.
#
#   SUPABASE_ACCESS_TOKEN=… SUPABASE_PROJECT_REF=… [SUPABASE_DB_PASSWORD=…] scripts/deploy-edge-functions.sh
#   scripts/deploy-edge-functions.sh --dry-run     only says what it would do
set -euo pipefail
cd "$(dirname "$0")/.."

functions=(aggregate-library-popularity capture-price-snapshot calculate-complex-factors)
dry_run=false
for argument in "$@"; do
  case "$argument" in
    --dry-run) dry_run=true ;;
    -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "Unknown argument $argument; there is only --dry-run." >&2; exit 2 ;;
  esac
done

run() {
  if "$dry_run"; then
    echo "would run: $*"
  else
    "$@"
  fi
}

if ! "$dry_run"; then
  for name in SUPABASE_ACCESS_TOKEN SUPABASE_PROJECT_REF; do
    if [ -z "${!name:-}" ]; then
      echo "$name is not set; see the settings of your project and account on Supabase." >&2
      exit 1
    fi
  done
fi
reference=${SUPABASE_PROJECT_REF:-<project>}
supabase=node_modules/.bin/supabase
if [ ! -x "$supabase" ]; then
  echo "The Supabase command line is not installed; run npm run setup first." >&2
  exit 1
fi

run "$supabase" link --project-ref "$reference"
# The tables first: functions that find none would fail until they are there.
run "$supabase" db push --yes
for name in "${functions[@]}"; do
  run "$supabase" functions deploy "$name" --project-ref "$reference" --use-api
done
"$dry_run" || echo "Deployed. Try it: node scripts/test-background-jobs.ts --url https://$reference.supabase.co --key <secret key>"
