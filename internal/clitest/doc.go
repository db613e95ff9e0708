// Package clitest drives the control plane with Heroku's own command line, as a person would at a terminal.
package clitest
