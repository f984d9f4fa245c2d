// How a run ends: signals become the cause of the context's end, and errors
// become one line and an exit code. Supervisors act on the codes: 2 and 4 must not
// be tried again in a hot loop, 1 may be.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitMistake     = 2
	exitGaps        = 3
	exitState       = 4
	exitInterrupted = 130
)

// mistakeError is an error of the person who called.
type mistakeError struct{ error }

func (e *mistakeError) Unwrap() error { return e.error }

// gapsError says that the run is done, but that some of the range is lost.
type gapsError struct{ n int }

func (e *gapsError) Error() string { return fmt.Sprintf("done, with %s", count(e.n, "gap")) }

// stateError says that what is kept from run to run is held by another process,
// or cannot be read or written.
// It beats how the run ended otherwise: trying again does not help.
type stateError struct{ error }

func (e *stateError) Unwrap() error { return e.error }

// outputError says that there is nowhere to write to any more.
type outputError struct{ error }

func (e *outputError) Unwrap() error { return e.error }

// signalError is why the context ended.
type signalError struct{ signal os.Signal }

func (e *signalError) Error() string {
	if e.signal == syscall.SIGTERM {
		return "stopped"
	}
	return "interrupted"
}

// untilSignal gives a context that ends, with a *signalError as its cause, at
// the first Ctrl-C or SIGTERM; a second one ends the process at once. A reader
// that goes away becomes an error of the write instead of a silent death.
func untilSignal(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	signal.Ignore(syscall.SIGPIPE)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(&signalError{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

// finish says how the run ended, in one line unless all is well, and returns
// the exit code.
func finish(stderr io.Writer, err error) int {
	if file, ok := errors.AsType[*configError](err); ok { // a line for each mistake, as compilers have it
		for line := range strings.Lines(file.Error()) {
			say(stderr, "forwarder: %s", strings.TrimSpace(line))
		}
	} else if err != nil {
		say(stderr, "forwarder: %s", oneLine(err))
	}
	return exitCode(err)
}

func exitCode(err error) int {
	if err == nil {
		return exitDone
	}
	if _, ok := errors.AsType[*stateError](err); ok {
		return exitState
	}
	if s, ok := errors.AsType[*signalError](err); ok {
		if s.signal == syscall.SIGTERM {
			return exitDone
		}
		return exitInterrupted
	}
	if _, ok := errors.AsType[*gapsError](err); ok {
		return exitGaps
	}
	if isMistake(err) {
		return exitMistake
	}
	return exitFailed
}

func isMistake(err error) bool {
	_, ours := errors.AsType[*mistakeError](err)
	_, file := errors.AsType[*configError](err)
	_, param := errors.AsType[*proofpoint.ParamError](err)
	_, params := errors.AsType[*template.ParamsError](err)
	_, unknown := errors.AsType[*template.UnknownError](err)
	_, syntax := errors.AsType[*pathdata.SyntaxError](err)
	return ours || file || param || params || unknown || syntax || errors.Is(err, proofpoint.ErrNotConfigured)
}

// oneLine is an error in one line. The mistakes of the caller's come with a way
// out.
func oneLine(err error) string {
	text := plain(err)
	if m, ok := errors.AsType[*mistakeError](err); ok && m == err {
		text += " (-h for help)"
	}
	return text
}

// ourNames are the packages that begin an error or a part of it.
var ourNames = []string{"proofpoint: ", "template: ", "pathdata: ", "proofpointtest: ", "schema: ", "feed: ", "boltstore: "}

// goWords are what the library says to those who write Go, and what it is called
// here.
var goWords = strings.NewReplacer("or set PROOFPOINT_", "or set the variables PROOFPOINT_", ": set BaseURL", ": a base URL is needed", ": use Auth", ": the credential says who calls",
	"a request that is Repeatable", "a request that is said to be repeatable", "to ServiceConfig.Hosts", "to hosts of its credential", "set the request's Format to", "its definition needs the format")

var configWord = regexp.MustCompile(`add Config\[("[^"]*")\]`)

// plain joins the lines of an error and leaves the names of packages and of what
// is Go out.
func plain(err error) string {
	var parts []string
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimSpace(line)
		for _, name := range ourNames {
			line = strings.ReplaceAll(strings.TrimPrefix(line, name), ": "+name, ": ")
		}
		if line != "" {
			parts = append(parts, line)
		}
	}
	return goWords.Replace(configWord.ReplaceAllString(strings.Join(parts, "; "), "add $1 to the file that PROOFPOINT_CONFIG names"))
}

// say writes a line for people. That standard error is closed is nothing that
// anyone could be told.
func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format+"\n", args...)
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
