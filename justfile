# The commands of CONTRIBUTING.md by short names: https://just.systems

# List the recipes.
default:
    @just --list

# Serve the bundled book and rebuild it on every save.
serve *ARGS:
    cargo run --release -- serve {{ ARGS }}

# Build the bundled book into public/.
build *ARGS:
    cargo run --release -- build {{ ARGS }}

# Run everything that must pass, and install what that needs (Debian).
test:
    tests/run

# Check the format and the lints.
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# Check the licences, the duplicates and the origin of what the program is built from.
deny:
    tests/deny licenses bans sources

# Run the tests of the library and the command, or those that match.
unit *ARGS:
    cargo test {{ ARGS }}

# Run the browser tests on the built site, or those of the given files.
browser *ARGS: npm build
    cd tests/browser && npm test -- {{ ARGS }}

# Run Lighthouse on the built site; it is fetched when it is first run.
lighthouse *ARGS: npm build
    cd tests/browser && npm run lighthouse -- {{ ARGS }}

# Measure what students wait for on a slow phone and line: on the built site, and on a book of 10,000 lessons.
slow *ARGS: npm build
    cd tests/browser && npm run slow -- {{ ARGS }}

# Check and test the scripts of web/, and rebuild their bundles.
web:
    cd web && npm ci
    cd web && npm run build
    cd web && npm run check && npm test

# Rewrite what the examples in tests/ and in the pages of rules expect; read the difference in review.
bless:
    PALIER_BLESS=1 cargo test

# Run a benchmark: build, citations or costly.
bench NAME *ARGS:
    cargo bench --bench {{ NAME }} {{ ARGS }}

# Fuzz one target of tests/support/targets.rs under AFL++ (needs `cargo install cargo-afl`).
fuzz TARGET SECONDS="600":
    cd fuzz && cargo afl build --release
    cd fuzz && cargo afl fuzz -V {{ SECONDS }} -i ../tests/corpus/{{ TARGET }} -o findings/{{ TARGET }} -x dictionaries/{{ TARGET }}.dict target/release/{{ TARGET }}

[private]
npm:
    cd tests/browser && npm ci
