// Whether this process may take part: its configuration was accepted and its
// store answers. Being behind, or one refused credential, is no reason to be
// taken out: nobody else would do better.

package feed

import "net/http"

// Ready answers 200 while the feed is open and its store answers, else 503 with
// the reason, as text. It asks no service.
func (f *Feed) Ready(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	err := f.broken
	if f.closed {
		err = ErrClosed
	}
	f.mu.Unlock()
	if err == nil {
		_, err = f.cfg.Store.Sources(r.Context())
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("not ready: " + err.Error() + "\n"))
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}
