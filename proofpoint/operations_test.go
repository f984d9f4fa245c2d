// The table of operations in the package's documentation is made from the
// operations, here; go test -update writes it.

package proofpoint_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

const operationsFile = "doc_operations.go"

const operationsHead = `// The table of all operations, in the package's documentation. It is written by
// go test -run OperationsTable -update, from the operations themselves.

`

const operationsText = `Package proofpoint knows the operations that are listed here.

# Operations

Every operation, with the request that it makes, how it pages, and the quota
that it counts against. Its name is also the name of its template. Paths are
below the base URL of the service, which stands in front of them.

`

// headings are the services, in the order of the table.
var headings = []struct {
	service proofpoint.Service
	title   string
}{
	{proofpoint.TAP, "TAP"}, {proofpoint.CASB, "CASB"}, {proofpoint.PTR, "TRAP appliance"}, {proofpoint.CTR, "TRAP cloud"}, {proofpoint.ETI, "ETI"},
	{proofpoint.ETIScores, "ETI exploit scores"}, {proofpoint.ETIFiles, "ETI reputation files"}, {proofpoint.Essentials, "Essentials"}, {proofpoint.EssentialsSIEM, "Essentials threat API"},
}

// operationsTable is the file's text.
func operationsTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(operationsText)
	all := slices.Collect(proofpoint.Operations())
	for _, h := range headings {
		rows := [][]string{}
		for _, o := range all {
			if o.Proto.Service != h.service {
				continue
			}
			if _, ok := template.Default.Lookup(o.Name); !ok {
				t.Errorf("operation %q has no template", o.Name)
			}
			request := method(o) + " " + o.Proto.Path
			if o.Proto.Value != nil {
				request = "(several)"
			}
			rows = append(rows, []string{o.Name, request, proofpoint.PagingWords(o.Proto), proofpoint.PoolWords(o.Proto.Pool)})
		}
		if len(rows) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s (service %q):\n\n", h.title, h.service)
		for _, line := range aligned(append([][]string{{"operation", "request", "paging", "quota"}}, rows...)) {
			fmt.Fprintf(&b, "\t%s\n", line)
		}
		b.WriteByte('\n')
	}
	b.WriteString("Ready-made templates over some of them, by their modes:\n\n")
	for tpl := range template.Default.All() {
		if _, ok := proofpoint.OperationNamed(tpl.Name()); ok {
			continue
		}
		fmt.Fprintf(&b, "\t%s (%s)\n", tpl.Name(), strings.Join(orDash(tpl.Modes()), ", "))
	}
	var file strings.Builder
	file.WriteString(operationsHead)
	for line := range strings.Lines(strings.TrimRight(b.String(), "\n") + "\n") {
		text := strings.TrimRight("// "+strings.TrimRight(line, "\n"), " ")
		text = strings.Replace(text, "// \t", "//\t", 1)
		fmt.Fprintln(&file, text)
	}
	return file.String() + "package proofpoint\n"
}

func orDash(modes []string) []string {
	if len(modes) == 0 {
		return []string{"one mode"}
	}
	return modes
}

func method(o *proofpoint.Operation) string {
	if o.Proto.Method == "" {
		return "GET"
	}
	return o.Proto.Method
}

// aligned pads cells to columns.
func aligned(rows [][]string) (lines []string) {
	width := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	for _, r := range rows {
		line := ""
		for i, cell := range r {
			line += cell + strings.Repeat(" ", width[i]-len([]rune(cell))+2)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

func TestOperationsTable(t *testing.T) {
	want := operationsTable(t)
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(operationsFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(operationsFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is not what the operations say; go test -run OperationsTable -update writes it (-want +got):\n%s", operationsFile, diff)
	}
}

// TestOperationsAreOfAService: an operation of no heading would be left out.
func TestOperationsAreOfAService(t *testing.T) {
	for o := range proofpoint.Operations() {
		known := slices.ContainsFunc(headings, func(h struct {
			service proofpoint.Service
			title   string
		}) bool {
			return h.service == o.Proto.Service
		})
		if !known {
			t.Errorf("operation %q is of service %q, which the table does not have", o.Name, o.Proto.Service)
		}
		for what, text := range map[string]string{"title": o.Title, "summary": o.Summary, "when": o.When, "source": o.Source} {
			if text == "" {
				t.Errorf("operation %q has no %s", o.Name, what)
			}
		}
		for _, p := range o.Params {
			if p.Doc == "" {
				t.Errorf("operation %q: parameter %q has no doc", o.Name, p.Name)
			}
		}
	}
}
