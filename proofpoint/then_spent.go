// Quotas that are spent: a child that would only be told so once more is not
// asked.

package proofpoint

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// spentPools are the quotas of which a child was told that they are spent.
type spentPools struct {
	mu  sync.Mutex
	why map[poolKey]error
}

type poolKey struct {
	service    Service
	base, pool string
}

func poolOf(r *Request) poolKey { return poolKey{r.Service, r.Base, r.Pool.Name} }

func (s *spentPools) note(r *Request, err error) {
	if r.Pool.Name == "" || !errors.Is(err, ErrQuotaExhausted) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why == nil {
		s.why = map[poolKey]error{}
	}
	if s.why[poolOf(r)] == nil || !errors.Is(err, errNotAsked) {
		s.why[poolOf(r)] = err
	}
}

// refuse is the error of a child that need not be asked now.
func (s *spentPools) refuse(r *Request, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.why[poolOf(r)]
	if at, ok := RetryAt(err); err == nil || !ok || !now.Before(at) {
		return nil
	}
	return fmt.Errorf("proofpoint: %s: %w: %w", r.name(), errNotAsked, err)
}

var errNotAsked = errors.New("not asked, because the quota is spent")
