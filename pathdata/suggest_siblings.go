// Suggestions for arrays that stand beside one another: which go together, and
// what each path would leave behind. Which arrays there are is said in judge.go.

package pathdata

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Bounds of a warning: names, and bytes of each.
const (
	maxBehind     = 8
	maxBehindName = 64
)

// siblings suggests arrays that stand beside one another: the main ones, all of
// them, then each for itself.
func (j *judge) siblings(s *shape, path string) {
	main, beside := s.lists()
	all := slices.DeleteFunc(slices.Clone(s.members), func(m *shape) bool { return !slices.Contains(main, m) && !slices.Contains(beside, m) })
	add := func(some []*shape) {
		g := j.union(some, all, path)
		if s.more {
			g.Warning = join(g.Warning, "there are members that were not looked at, perhaps with more arrays")
		}
		j.add(g)
	}
	if len(all) == 1 && all[0].node() != nil {
		j.add(j.single(all[0].node(), path+dotName(all[0].name)+"[*].node"))
	}
	if len(main) == 1 || len(beside) > 0 {
		add(main)
	}
	if len(all) > 1 {
		add(all)
	}
	single := slices.Clone(all)
	slices.SortStableFunc(single, func(a, b *shape) int { return -cmp.Compare(a.elements, b.elements) })
	for _, l := range single {
		add([]*shape{l})
	}
}

// union suggests some of all arrays that stand beside one another.
func (j *judge) union(some, all []*shape, path string) Suggestion {
	if len(some) == 1 {
		g := j.array(some[0], path+dotName(some[0].name)+"[*]")
		g.Warning = join(leaves(some, all), g.Warning)
		return g
	}
	g := Suggestion{Path: path + "[" + strings.Join(quotedNames(some), ",") + "][*]", Warning: leaves(some, all)}
	twice := ""
	for _, l := range some {
		one := j.array(l, "")
		g.Records += one.Records
		g.Share += one.Share
		g.Cut = g.Cut || one.Cut
		if twice == "" && one.Warning != "" {
			twice = one.Warning
			g.Warning = join(g.Warning, twice)
		}
		if g.Sample == nil {
			g.Sample = one.Sample
		}
		g.Fields = appendFields(g.Fields, one.Fields)
	}
	return g
}

// leaves is the warning of some arrays among all; empty if they are all.
func leaves(some, all []*shape) string {
	behind := slices.DeleteFunc(slices.Clone(all), func(s *shape) bool { return slices.Contains(some, s) })
	if len(behind) == 0 {
		return ""
	}
	var names []string
	for _, l := range behind[:min(len(behind), maxBehind)] {
		names = append(names, shortName(l.name))
	}
	text := "leaves behind " + strings.Join(names, ", ")
	if more := len(behind) - len(names); more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return text
}

// quotedName is a name as a selector.
func quotedName(name string) string {
	quoted := string(appendName(nil, name))
	return quoted[1 : len(quoted)-1]
}

// shortName is a name for a warning.
func shortName(name string) string {
	if len(name) > maxBehindName {
		name = strings.ToValidUTF8(name[:maxBehindName], "") + "…"
	}
	return quotedName(name)
}

func quotedNames(list []*shape) []string {
	names := make([]string, len(list))
	for i, l := range list {
		names[i] = quotedName(l.name)
	}
	return names
}
