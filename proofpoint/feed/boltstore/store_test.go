package boltstore_test

import (
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/feedtest"
)

// lasting is a store that can be opened again.
type lasting struct {
	*boltstore.Store
	dir string
	o   boltstore.Options
}

func (s *lasting) Reopen(t *testing.T) feed.Store {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s.Store = open(t, s.dir, s.o)
	return s
}

func open(t *testing.T, dir string, o boltstore.Options) *boltstore.Store {
	t.Helper()
	s, err := boltstore.Open(dir, o)
	if err != nil {
		t.Fatalf("Open(%+v): %v", o, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	for name, o := range map[string]boltstore.Options{"with fsync": {}, "without": {NoSync: true}} {
		t.Run(name, func(t *testing.T) {
			feedtest.Test(t, func(t *testing.T) feed.Store {
				dir := t.TempDir()
				return &lasting{open(t, dir, o), dir, o}
			})
		})
	}
}
