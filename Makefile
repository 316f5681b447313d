# The project's commands: `make help` lists them.
#
# A machine needs Rust, CPython 3.10 or newer, a C compiler and make; all else is installed into build/venv. What is
# made is in build/ and target/, and made again when what it is made from has changed.

.DEFAULT_GOAL := build
.SUFFIXES:
.DELETE_ON_ERROR:
unexport MAKEFLAGS MFLAGS # cargo and ninja share the cores out themselves

CARGO ?= cargo
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
SOAK_MINUTES ?= 30
PROFILE ?= release
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# PYTHON: the Python to use, where it is not to be the newest that is found.
# PROFILE: cargo's, for the C library; dev is compiled sooner, for tests while working.

BIN := build/venv/bin
STAMPS := build/stamps
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input install

export PYO3_PYTHON := $(CURDIR)/$(BIN)/python
export OAUTH1_TEST_PYTHON := $(CURDIR)/$(BIN)/python

# --- progress -----------------------------------------------------------------

STEPS_build := tools lib wheel
STEPS_dev := tools dev
STEPS_demo := tools lib wheel demo
STEPS_site := tools wheel site
STEPS_test := tools lib wheel rust c python pythons
STEPS_test-long := tools wheel rust python
STEPS_test-peers := tools wheel peers
STEPS_test-services := tools wheel services
STEPS_sanitize := tools lib wheel addresses threads
STEPS_lint := tools wheel rust python files
STEPS_package := tools package
STEPS_dist := tools dist
STEPS_check-dist := tools dist check
STEPS_reproducible := tools dist again
STEPS_docs := tools wheel rust c site
STEPS_fuzz-python := tools wheel fuzz
STEPS_soak := tools lib wheel soak
STEPS_bench := tools lib wheel bench
STEPS_bench-sign := tools lib wheel bench
STEPS_bench-http := tools lib wheel bench
STEPS_bench-imports := tools wheel bench
STEPS_bench-verify := tools lib wheel bench
STEPS_bench-memory := tools lib wheel bench
STEPS := $(STEPS_$(firstword $(MAKECMDGOALS) $(.DEFAULT_GOAL)))

# $(call say,STEP,TEXT) prints the text, and which of the goal's steps it is.
up_to = $(if $2,x $(if $(filter $1,$(firstword $2)),,$(call up_to,$1,$(wordlist 2,99,$2))))
say = @echo "$(if $(filter $1,$(STEPS)),[$(words $(call up_to,$1,$(STEPS)))/$(words $(STEPS))],==>) $2"

# --- commands -----------------------------------------------------------------

# All of these are commands, and no files.
.PHONY: $(shell sed -n "s/^\([a-z][a-z-]*\):.*/\1/p" Makefile)

build: lib wheel ## Build the C library and the Python wheel (what `make` alone does)

demo: lib $(STAMPS)/sandbox ## Authorize and post a status, from C and from Python, on a provider of our own
	$(call say,demo,running the demo)
	@$(BIN)/python examples/demo.py

site: $(STAMPS)/site ## Start the sandbox, and a Django site beside it, on http://localhost:8000/
	$(call say,site,starting the site on http://localhost:8000/ (Ctrl-C stops it))
	@$(BIN)/python examples/django_site/run.py

test: lib $(STAMPS)/test ## Run all tests: Rust, C, C++ and Python
	$(call say,rust,testing in Rust)
	$(CARGO) test --locked --all-features
	$(call say,c,testing in C and C++)
	$(BIN)/ctest --test-dir build/cmake --output-on-failure --parallel $(JOBS)
	$(call say,python,testing in Python)
	@rm -rf build/coverage
	$(BIN)/coverage run -m pytest
	$(call say,pythons,testing the wheel on the other Pythons of this machine)
	@.ci/test-pythons
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	@echo 'left out: what needs servers, a browser or other languages (make test-services), and what takes long (make test-long)'

test-long: $(STAMPS)/test ## Compare 100,000 random requests with oauthlib; sign 1,000,000 and verify 10,000,000 in flat memory
	$(call say,rust,verifying 10,000,000 requests and watching the memory)
	OAUTH1_LONG_TESTS=1 bindings/remap-paths $(CARGO) test --locked --release --test verify memory_is_bounded
	$(call say,python,comparing random requests with oauthlib and watching the memory)
	OAUTH1_LONG_TESTS=1 $(BIN)/python -m pytest tests/python/test_against_oauthlib.py tests/python/test_memory.py \
		tests/python/test_django_concurrency.py

sanitize: lib $(STAMPS)/sandbox ## Run the C and C++ tests with sanitizers: of addresses, behaviour, threads
	$(call say,addresses,testing with AddressSanitizer and UndefinedBehaviorSanitizer)
	@.ci/sanitize addresses
	$(call say,threads,testing with ThreadSanitizer)
	@.ci/sanitize threads

test-peers: $(STAMPS)/peers ## Run requests-oauthlib's own tests on oauth1.requests
	$(call say,peers,running the tests of requests-oauthlib)
	@$(BIN)/python tests/peers/run.py

test-services: $(STAMPS)/services ## Run the tests that need PostgreSQL, Redis, memcached, Chromium and other languages
	@.ci/install-services
	$(call say,services,testing with servers of our own)
	@$(BIN)/python -m pytest tests/services

lint: $(STAMPS)/lint ## Check format, lints, types and the generated header
	$(call say,rust,checking Rust)
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets --all-features -- -D warnings
	$(CARGO) clippy --locked --all-targets --no-default-features -- -D warnings
	$(call say,python,checking Python)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright --warnings
	$(BIN)/stubtest oauth1._native oauth --mypy-config-file pyproject.toml
	$(call say,files,checking the header and what files say)
	.ci/header check
	.ci/check-paths
	.ci/licenses check
	.ci/check-version
	.ci/check-dependencies
	$(BIN)/python benches/report.py --check

docs: $(STAMPS)/docs ## Build the documentation site, build/docs/index.html
	$(call say,rust,documenting the crate)
	@RUSTDOCFLAGS='-D warnings' $(CARGO) doc --quiet --locked --no-deps --features http,rsa
	@rm -rf build/docs build/docs-extra && mkdir -p build/docs-extra
	@cp -R "$${CARGO_TARGET_DIR:-target}/doc" build/docs-extra/rust
	$(call say,c,documenting the header)
	@docs/c/build build/docs-extra/c || { [ $$? = 77 ] && echo 'the reference of C is left out'; }
	$(call say,site,building the site)
	@OAUTH1_DOCS_EXTRA="$(CURDIR)/build/docs-extra" $(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/docs
	@echo 'build/docs/index.html'

# BENCH_ROUNDS and BENCH_MILLISECONDS, where they are given, say how long each of these measures.
bench: lib $(STAMPS)/wheel ## Measure all that the others below measure; write docs/performance and what README.md quotes
	$(call say,bench,measuring all that there is to measure)
	@CARGO='$(CARGO)' $(BIN)/python benches/run.py

bench-sign: lib $(STAMPS)/wheel ## Measure what a signature costs, beside the hash alone and other libraries
	$(call say,bench,measuring signatures)
	@CARGO='$(CARGO)' $(BIN)/python benches/sign.py

bench-http: lib $(STAMPS)/wheel ## Measure what it costs to sign a request and send it, beside other libraries
	$(call say,bench,measuring requests)
	@CARGO='$(CARGO)' $(BIN)/python benches/send.py

bench-imports: $(STAMPS)/wheel ## Measure what importing the Python packages takes, beside requests-oauthlib
	$(call say,bench,measuring imports)
	@$(BIN)/python benches/imports.py

bench-verify: lib $(STAMPS)/wheel ## Measure what it costs to verify a request, beside signing it and oauthlib
	$(call say,bench,measuring verification)
	@CARGO='$(CARGO)' $(BIN)/python benches/verify.py

bench-memory: lib $(STAMPS)/wheel ## Measure what clients, sessions, requests and connections take of memory
	$(call say,bench,measuring memory)
	@CARGO='$(CARGO)' $(BIN)/python benches/memory.py

report: $(STAMPS)/venv ## Write tables, charts and README.md's figures anew, of the results that are there
	@$(BIN)/python benches/report.py

soak: lib $(STAMPS)/test ## Have processes of eight threads send, with all that can go wrong, for SOAK_MINUTES (30)
	$(call say,soak,sending for $(SOAK_MINUTES) minutes)
	@$(BIN)/python tests/soak/soak.py --minutes $(SOAK_MINUTES) --c build/cmake/tests/c/oauth1_soak_worker

fuzz: ## Fuzz each target of fuzz/ for FUZZ_SECONDS (60)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) .ci/fuzz

fuzz-python: $(STAMPS)/fuzz ## Fuzz the Python package, each target of fuzz/python for FUZZ_SECONDS (60)
	$(call say,fuzz,fuzzing from Python)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) .ci/fuzz-python

audit: ## Check the dependencies' licences, sources and known vulnerabilities, by deny.toml
	@.ci/audit

clean: ## Remove all that these commands made
	rm -rf build target dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find bindings examples python tests -name __pycache__ -prune -exec rm -rf {} +

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

venv: $(STAMPS)/lint ## Set up build/venv with all that tests and checks need

dev: $(STAMPS)/tools ## Install the Python packages from the tree: a change in Python counts at once, one in Rust after this
	$(call say,dev,installing the Python packages from the tree)
	@$(PIP) --group test
	@rm -f $(STAMPS)/sandbox # so that other commands install the wheel again
	@PIP_QUIET=1 VIRTUAL_ENV="$(CURDIR)/build/venv" $(BIN)/maturin develop --quiet --locked --extras sandbox,django,requests,httpx

# Debug is for the C programs, whose asserts are tests; the library is cargo's PROFILE.
lib: $(STAMPS)/tools ## Build the C library, its examples and its tests
	$(call say,lib,building the C library (the first time takes about a minute))
	@$(BIN)/cmake -S . -B build/cmake -G Ninja -DCMAKE_MAKE_PROGRAM="$(CURDIR)/$(BIN)/ninja" -DCMAKE_BUILD_TYPE=Debug \
		-DOAUTH1_CARGO_PROFILE="$(PROFILE)" --log-level=WARNING >/dev/null
	@$(BIN)/cmake --build build/cmake -- --quiet

wheel: $(STAMPS)/wheel ## Build the Python wheel

header: ## Write include/oauth1.h anew
	.ci/header write

licenses: ## Write THIRD-PARTY-LICENSES.txt anew
	.ci/licenses write

check-header: ## Check that include/oauth1.h is what the sources say
	.ci/header check

abi: header ## Renew docs/abi, after a function was added to the C interface
	$(BIN)/python tests/header/abi.py renew

install: lib ## Install the C library to PREFIX (/usr/local)
	$(BIN)/cmake --install build/cmake --prefix "$(PREFIX)"

docs-c: ## Make build/docs/c: the reference of the C library, by doxygen
	@docs/c/build build/docs/c

package: $(STAMPS)/tools ## Make build/packages: the C library as an archive and, for Debian, as packages
	$(call say,package,packaging the C library)
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/package build/packages

dist: build/dist/SHA256SUMS ## Make build/dist: all that a release consists of, from the last commit
	@ls -l build/dist

check-dist: build/dist/SHA256SUMS ## Install from each thing in build/dist as somebody else does, and sign with it
	$(call say,check,installing from build/dist)
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/check-dist build/dist

reproducible: build/dist/SHA256SUMS ## Make build/dist once more, elsewhere, and compare to the last byte
	$(call say,again,making build/dist once more)
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/reproducible build/dist

# --- what the commands stand on -----------------------------------------------

# Files that come and go count as inputs as well: their list is one.
WHEEL_INPUTS := $(shell find bindings/python python src -type f \
	! -name '*.pyc' ! -name '*.so' ! -name '.*' | LC_ALL=C sort)
$(shell mkdir -p $(STAMPS) && echo '$(WHEEL_INPUTS)' > $(STAMPS)/wheel-inputs.new \
	&& { cmp -s $(STAMPS)/wheel-inputs.new $(STAMPS)/wheel-inputs || cp $(STAMPS)/wheel-inputs.new $(STAMPS)/wheel-inputs; })

# A release is made anew for another commit.
$(shell git rev-parse HEAD > $(STAMPS)/commit.new 2>/dev/null; \
	cmp -s $(STAMPS)/commit.new $(STAMPS)/commit || cp $(STAMPS)/commit.new $(STAMPS)/commit)

$(STAMPS)/venv: .ci/find-python
	$(call say,tools,setting up Python)
	@python=$$(PYTHON='$(PYTHON)' .ci/find-python) && rm -rf build/venv build/cmake && "$$python" -m venv build/venv
	@$(PIP) --upgrade 'pip>=25.1'
	@touch $@

$(STAMPS)/tools: pyproject.toml $(STAMPS)/venv
	$(call say,tools,installing the build tools into build/venv)
	@$(PIP) --group build
	@touch $@

$(STAMPS)/wheel: Cargo.toml Cargo.lock build.rs README.md $(WHEEL_INPUTS) $(STAMPS)/wheel-inputs $(STAMPS)/tools
	$(call say,wheel,building the Python wheel)
	@rm -rf build/wheel
	@bindings/remap-paths $(BIN)/maturin build --release --locked --compatibility off --interpreter $(BIN)/python \
		--out build/wheel
	@touch $@

build/dist/SHA256SUMS: $(STAMPS)/commit $(STAMPS)/tools
	$(call say,dist,making a release)
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/dist build/dist

# These install into one environment, so each waits for the one before.
$(STAMPS)/sandbox: $(STAMPS)/wheel
	@$(PIP) --force-reinstall --no-deps build/wheel/*.whl
	@$(PIP) "$$(echo build/wheel/*.whl)[sandbox]"
	@touch $@

$(STAMPS)/site: $(STAMPS)/sandbox
	@$(PIP) "$$(echo build/wheel/*.whl)[sandbox,django]"
	@touch $@

$(STAMPS)/test: $(STAMPS)/site
	@$(PIP) "$$(echo build/wheel/*.whl)[sandbox,django,drf,requests,httpx]" --group test
	@touch $@

$(STAMPS)/peers: $(STAMPS)/test
	@$(PIP) --group peers
	@touch $@

$(STAMPS)/services: $(STAMPS)/test
	@$(PIP) --group services
	@touch $@

$(STAMPS)/fuzz: $(STAMPS)/sandbox
	@$(PIP) --group fuzz
	@touch $@

$(STAMPS)/lint: $(STAMPS)/services
	@$(PIP) --group lint
	@touch $@

$(STAMPS)/docs: $(STAMPS)/test
	@$(PIP) --group docs
	@touch $@
