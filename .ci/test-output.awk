# Makes the output of `go test -v ./...` short: a line for each package, everything that failed tests printed, and every
# skipped test with its reason, just before the line of its package. Used by `make test`.

function flush_rest(t) {
	for (t in text) printf "%s", text[t]
}

function forget() {
	split("", text)
	test = ""
}

# go test says whose output follows.
/^=== (RUN|CONT|NAME|PAUSE) / { test = $3; next }

/^ *--- PASS: / { delete text[$3]; test = ""; next }

/^ *--- SKIP: / {
	reason = last[$3]
	sub(/^ *[^ ]*\.go:[0-9]+: /, "", reason)
	print "skipped " $3 ": " (reason == "" ? "no reason given" : reason)
	delete text[$3]
	test = ""
	next
}

/^ *--- FAIL: / {
	print
	printf "%s", text[$3]
	delete text[$3]
	test = ""
	next
}

/^PASS$/ { next }

# The line of a package. What is left of a failed one (a panic, a time-out, a race outside a test) has no other place.
/^(ok  |\?   )\t/ || /^FAIL/ {
	if ($1 == "FAIL") flush_rest()
	forget()
	print
	fflush()
	next
}

# Everything else was printed by the test that runs.
{ text[test] = text[test] $0 "\n"; last[test] = $0 }

END { flush_rest() }
