// Identities held against the plainest store, and the parts they are made of.

package boltstore_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
)

// TestLikeMemory does the same to this store and to the one in memory: commits
// of all sizes to hours in any order, keys that come again, hours that go, lives
// that end, commits that fail. Both must know the same all the time.
func TestLikeMemory(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 6))
			dir := t.TempDir()
			var bolt feed.Store = open(t, dir, quick())
			memory := feed.Memory()
			now, keys := noon, 0
			for step := range 80 {
				now = now.Add(time.Duration(r.IntN(90)) * time.Minute)
				c := feed.Change{State: fmt.Append(nil, step), Now: now, Until: now.Add(time.Duration(r.IntN(48*60)+1) * time.Minute)}
				for range []int{0, 1, 3, 40, 1500}[r.IntN(5)] {
					key := keys
					if keys++; r.IntN(3) == 0 {
						key = r.IntN(keys)
					}
					c.IDs = append(c.IDs, feed.ID{Key: fmt.Sprint(key), Version: fmt.Sprint(step)[:r.IntN(2)*len(fmt.Sprint(step))]})
				}
				source := fmt.Sprint("s", r.IntN(2))
				_, rev, err := memory.Load(t.Context(), source)
				if err != nil {
					t.Fatal(err)
				}
				if r.IntN(10) == 0 {
					rev += 17 // is fenced
				}
				wantRev, want := memory.Commit(t.Context(), source, rev, c)
				gotRev, got := bolt.Commit(t.Context(), source, rev, c)
				if errors.Is(got, feed.ErrFenced) != errors.Is(want, feed.ErrFenced) || (got == nil) != (want == nil) || gotRev != wantRev {
					t.Fatalf("step %d: Commit() = %d, %v, want %d, %v", step, gotRev, got, wantRev, want)
				}
				if r.IntN(12) == 0 {
					bolt.Close()
					bolt = open(t, dir, quick())
				}
				if step%4 == 0 {
					wantLike(t, step, bolt, memory, keys)
				}
			}
			wantLike(t, 80, bolt, memory, keys)
			bolt.Close()
			if err := boltstore.Check(dir); err != nil {
				t.Error(err)
			}
		})
	}
}

func wantLike(t *testing.T, step int, got, want feed.Store, n int) {
	t.Helper()
	keys := make([]string, n+10)
	for i := range keys {
		keys[i] = fmt.Sprint(i)
	}
	for _, source := range []string{"s0", "s1"} {
		g, err := got.Seen(t.Context(), source, keys)
		w, wantErr := want.Seen(t.Context(), source, keys)
		if err != nil || wantErr != nil {
			t.Fatal(err, wantErr)
		}
		for i := range w {
			if g[i] != w[i] {
				t.Fatalf("step %d: Seen(%q, %q) = %v, want %v", step, source, keys[i], g[i], w[i])
			}
		}
	}
}

func TestFilter(t *testing.T) {
	for _, n := range []int{0, 1, 100, 50_000} {
		var own, others []string
		for i := range n {
			own = append(own, fmt.Sprint("own ", i))
		}
		for i := range 50_000 {
			others = append(others, fmt.Sprint("other ", i))
		}
		lost, wrong := boltstore.Filter(own, others)
		t.Logf("a filter of %d: %d of %d others pass", n, wrong, len(others))
		if lost != 0 || wrong > len(others)/250 {
			t.Errorf("a filter of %d: %d of its own are lost, %d of %d others are taken for them, want at most one in 250", n, lost, wrong, len(others))
		}
	}
}

func TestBlock(t *testing.T) {
	hashes := [][16]byte{{0: 1}, {0: 1, 15: 1}, {0: 2}, {0: 255}}
	for name, versions := range map[string][]string{
		"none": {"", "", "", ""}, "of one length": {"aa", "bb", "cc", "dd"}, "of many lengths": {"", "b", "ccc", ""},
	} {
		value := boltstore.EncodeBlock(hashes, versions)
		if err := boltstore.CheckBlock(value); err != nil {
			t.Errorf("versions %s: %v", name, err)
		}
		for cut := range value {
			if err := boltstore.CheckBlock(value[:cut]); !errors.Is(err, feed.ErrStateCorrupt) {
				t.Errorf("versions %s, cut to %d bytes: %v, want ErrStateCorrupt", name, cut, err)
			}
		}
	}
	unsorted := slices.Clone(hashes)
	slices.Reverse(unsorted)
	if err := boltstore.CheckBlock(boltstore.EncodeBlock(unsorted, make([]string, 4))); !errors.Is(err, feed.ErrStateCorrupt) {
		t.Errorf("a block out of order: %v, want ErrStateCorrupt", err)
	}
	if diff := cmp.Diff(12+4*16+8, len(boltstore.EncodeBlock(hashes, []string{"aa", "bb", "cc", "dd"}))); diff != "" {
		t.Errorf("bytes of a block mismatch (-want +got):\n%s", diff)
	}
}

// FuzzBlock: no bytes make more of a look-up than an answer or ErrStateCorrupt.
func FuzzBlock(f *testing.F) {
	f.Add(boltstore.EncodeBlock([][16]byte{{1}, {2}}, []string{"a", "bb"}), uint64(1)<<56)
	f.Add(boltstore.EncodeBlock([][16]byte{{1}, {2}}, []string{"a", "b"}), uint64(2)<<56)
	f.Add(binary.BigEndian.AppendUint32(nil, 1<<31), uint64(0))
	f.Fuzz(func(t *testing.T, value []byte, head uint64) {
		var h [16]byte
		binary.BigEndian.PutUint64(h[:], head)
		for name, err := range map[string]error{"a look-up": boltstore.FindBlock(value, h), "a check": boltstore.CheckBlock(value)} {
			if err != nil && !errors.Is(err, feed.ErrStateCorrupt) {
				t.Errorf("%s in %x: %v", name, value, err)
			}
		}
	})
}
