// A token that has to be fetched is fetched once, however many goroutines
// want it: the first logs in for all, each waiter leaves by its own context.

package proofpoint

import (
	"context"
	"sync"
	"time"
)

// loginTimeout bounds one login. It does not end with the context of the call
// that happened to be first, because others wait for it.
const loginTimeout = 60 * time.Second

type tokenCache struct {
	mu      sync.Mutex
	token   string
	expires time.Time // zero: until it is refused
	flight  *login
}

type login struct {
	done  chan struct{}
	token string
	err   error
}

// get returns the cached token, or the one that fetch brings.
func (t *tokenCache) get(ctx context.Context, clock Clock, fetch func(context.Context) (string, time.Duration, error)) (string, error) {
	t.mu.Lock()
	if t.token != "" && (t.expires.IsZero() || clock.Now().Before(t.expires)) {
		defer t.mu.Unlock()
		return t.token, nil
	}
	l := t.flight
	if l == nil {
		l = &login{done: make(chan struct{})}
		t.flight = l
		go t.run(context.WithoutCancel(ctx), l, clock, fetch)
	}
	t.mu.Unlock()
	select {
	case <-l.done:
		return l.token, l.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

func (t *tokenCache) run(ctx context.Context, l *login, clock Clock, fetch func(context.Context) (string, time.Duration, error)) {
	ctx, cancel := context.WithTimeout(ctx, loginTimeout)
	defer cancel()
	token, life, err := fetch(ctx)
	t.mu.Lock()
	l.token, l.err = token, err
	t.token, t.expires, t.flight = token, time.Time{}, nil
	if life > 0 {
		t.expires = clock.Now().Add(life - min(life/10, time.Minute))
	}
	t.mu.Unlock()
	close(l.done)
}

// reject forgets used, if it is still the cached token, and reports that
// signing again may help: either a newer token is there, or one will be fetched.
func (t *tokenCache) reject(used string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == used {
		t.token = ""
	}
	return true
}
