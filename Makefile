# make run    builds everything and starts it
# make test   every check and test, as CI runs them
# make bench  measures a release build on this machine: docs/benchmarks.md
# The other targets are parts of these two, for those who work on the code.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: run dev build site release bench test screens fmt deny lint-browser unit end2end rust browser postgres

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
SMSDESK := $(TARGET)/debug/smsdesk
# Not by `cargo run`, which would wait for whatever else is being built.
XTASK := CARGO_MANIFEST_DIR=$(CURDIR)/xtask $(TARGET)/debug/xtask

# Lints cost no second compilation: clippy-driver stands in for rustc when our own crates are compiled for the tests.
# `cargo clippy` would check every dependency again (measured: 6 minutes on two cores). It hands its arguments over in
# this very way.
LINTED := RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__

# Where tests keep what they throw away: in memory where there is plenty. On a disk half of the tests' time goes into making
# and removing a database for each.
SCRATCH := $(or $(TMPDIR),$(shell { [ "$$(df -k --output=avail /dev/shm | tail -1)" -gt 3000000 ] && \
	[ "$$(awk '/^MemAvailable:/ { print $$2 }' /proc/meminfo)" -gt 6000000 ] && echo /dev/shm; } 2>/dev/null),/tmp)

# ---- running

run: build
	@exec $(SMSDESK) demo

# As `run`, for developers: the browser's half is compiled quickly instead of small.
dev: rust
	@cargo build -p xtask
	@$(XTASK) site --dev
	@cargo build --features ssr
	@exec $(SMSDESK) demo

# The halves share no artifact, and linking either leaves a core idle, so they are built side by side.
# $(1): what is set for the server's half. $(2): what else is built of it.
define SIDE_BY_SIDE
	@cargo build -p xtask
	@$(1) cargo build --features ssr $(2) >$(TARGET)/server.log 2>&1 & server=$$!; \
	trap 'kill $$server 2>/dev/null' INT TERM; \
	$(XTASK) site || { kill $$server 2>/dev/null; exit 1; }; \
	echo "waiting for the server's half"; \
	wait $$server || { cat $(TARGET)/server.log; exit 1; }
endef

build: rust xtask/node_modules/.package-lock.json
	@echo "Building the site and the server. The first time takes several minutes, later ones seconds."
	$(call SIDE_BY_SIDE)

site: rust xtask/node_modules/.package-lock.json
	@cargo build -p xtask
	@$(XTASK) site

# One file that needs nothing beside it.
release: site
	@cargo build --release --features ssr
	@ls -l $(TARGET)/release/smsdesk

# A quarter of an hour on two cores, and as long again to compile. A whole run refreshes the table in docs/benchmarks.md; with BENCH it measures those parts and
# prints them: make bench BENCH="inbound overload --rounds 3".
bench: site browser end2end/node_modules/.package-lock.json postgres
	cargo bench --features ssr --bench load -- $(or $(BENCH),--into docs/benchmarks.md)

# ---- testing

test: fmt deny lint-browser unit end2end

fmt: rust
	cargo fmt --all --check

DENY_VERSION := 0.20.2
DENY := $(or $(shell command -v cargo-deny),$(TARGET)/tools/bin/cargo-deny)

deny: $(DENY)
	$(DENY) check bans licenses sources
	@if timeout 60 $(DENY) fetch db >/dev/null 2>&1; then $(DENY) check advisories; \
	else echo "The database of security advisories is out of reach: dependencies were not compared with it."; fi

# Without optimisation: it runs for seconds, and compiling it otherwise takes twice as long.
$(TARGET)/tools/bin/cargo-deny: | rust
	cargo install cargo-deny --version $(DENY_VERSION) --locked --debug --root $(TARGET)/tools

# By itself: clippy-driver makes other code of it than rustc, larger than what may be downloaded.
lint-browser: rust
	cargo clippy --lib --features hydrate --target wasm32-unknown-unknown -- -D warnings

unit: rust xtask/node_modules/.package-lock.json postgres
	@echo "Building both halves and the tests."
	$(call SIDE_BY_SIDE,$(LINTED),--all-targets)
	$(LINTED) cargo build -p xtask --all-targets
	TMPDIR=$(SCRATCH) $(LINTED) cargo test --features ssr

end2end: unit browser end2end/node_modules/.package-lock.json
	cd end2end && TMPDIR=$(SCRATCH) SMSDESK_BINARY=$(SMSDESK) npx playwright test

# Takes the pictures of docs/screens anew: every screen and state, at two widths, light and dark.
screens: build browser end2end/node_modules/.package-lock.json
	cd end2end && TMPDIR=$(SCRATCH) SMSDESK_BINARY=$(SMSDESK) npx playwright test --config screens/screens.config.ts

# ---- what the above need

rust:
	@command -v cargo >/dev/null || { echo "Rust is missing: install it from https://rustup.rs"; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is missing: SQLite is compiled here (Debian: apt-get install gcc libc6-dev)"; exit 1; }
	@[ -d "$$(rustc --print target-libdir --target wasm32-unknown-unknown)" ] || rustup target add wasm32-unknown-unknown

%/node_modules/.package-lock.json: %/package-lock.json
	@command -v npm >/dev/null || { echo "Node.js 18 or newer with npm is missing"; exit 1; }
	npm ci --prefix $* --no-audit --no-fund
	@touch $@

browser: end2end/node_modules/.package-lock.json
	@if [ -n "$${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium; \
	else cd end2end && npx playwright install chromium || \
		{ echo "Chromium is missing: install it, or set CHROMIUM to its path"; exit 1; }; fi

# Tests run on SQLite always and on PostgreSQL where its server programs are found.
postgres:
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends postgresql; \
	else echo "PostgreSQL is not installed: the tests that need its server programs (initdb, postgres) can't run."; fi
