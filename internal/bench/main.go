// The command line. The same program is the parent, which starts one process for each run, and the child, which is told by the environment
// what to run.

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
)

// jobVariable makes a process a child: it holds the job as JSON.
const jobVariable = "PROOFPOINT_BENCH_JOB"

const megabyte = 1_000_000

func main() {
	if text, ok := os.LookupEnv(jobVariable); ok {
		exit(child(text, os.Stdout))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(parent(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// options are what the command line says.
type options struct {
	size     int64 // bytes
	rounds   int
	only     *regexp.Regexp
	gigabyte bool
}

func parseOptions(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Int64Var(&o.size, "size", 64, "size of the body in `MB`")
	flags.IntVar(&o.rounds, "rounds", 5, "how `often` each contender runs")
	flags.BoolVar(&o.gigabyte, "gigabyte", false, "also walk a body of 1 GB, for its peak memory")
	only := flags.String("only", "", "run what matches this `regexp`, on \"mode contender\"")
	if err = flags.Parse(args); err != nil {
		return o, err
	}
	if o.size < 1 || o.rounds < 1 || flags.NArg() > 0 {
		return o, fmt.Errorf("size %d, rounds %d, arguments %q: size and rounds start at 1, and there are no arguments", o.size, o.rounds, flags.Args())
	}
	o.size *= megabyte
	o.only, err = regexp.Compile(*only)
	return o, err
}

// parent runs everything that args ask for and prints the tables.
func parent(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseOptions(args, stderr)
	if err == flag.ErrHelp {
		return nil
	}
	if err != nil {
		return err
	}
	f, err := newField(o)
	if err != nil {
		return err
	}
	t, err := f.run(ctx, stderr)
	if err == nil {
		err = t.print(stdout)
	}
	return errors.Join(err, f.Close())
}
