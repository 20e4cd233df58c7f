# Sourced by the check scripts: runs named steps, keeps going after a failure, and tells at the end what became of each.
# shellcheck shell=bash

results=()
failures=0
# What test runners print last.
closing='^ +Summary \[|^test result:|^ +(Test Files|Tests) |^(# |ℹ )(pass|fail) |^=+ .*(passed|failed|error).* =+$|^[0-9]+ (passed|failed).* in '

# step NAME COMMAND…: shows the output as it comes.
step() {
    local name="$1" output status=0 started=$SECONDS
    shift
    output="$(mktemp)"
    echo "== $name"
    "$@" 2>&1 | tee "$output" || status=$?
    local words="ok"
    if [ "$status" -ne 0 ]; then
        words="FAILED ($status)"
        failures=$((failures + 1))
    fi
    results+=("$(printf '%-28s %-12s %4d s' "$name" "$words" $((SECONDS - started)))")
    while IFS= read -r line; do
        results+=("    $line")
    done < <(sed 's/\x1b\[[0-9;]*m//g' "$output" | grep -E "$closing" | tail -4)
    rm -f "$output"
    return "$status"
}

# finish: prints the summary and ends with an honest exit code.
finish() {
    echo
    printf '%s\n' "${results[@]}"
    [ "$failures" -eq 0 ]
    exit
}
