//go:build !unix

package main

// surviveFileLimit does nothing: only Unix sends a signal.
func surviveFileLimit() {}
