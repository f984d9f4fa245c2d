// From a message to its original: fetch, ask until it is there, download. The
// times are those of public clients.

package proofpoint

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// How long Original waits: between two questions, when the service is throttled,
// and altogether.
const (
	ctrPause     = 5 * time.Second
	ctrLongPause = 30 * time.Second
	ctrPatience  = 180 * time.Second
)

// CTRFetchError means that the original of a message did not become available.
type CTRFetchError struct {
	MessageID string
	// Status is the service's last word. If it is CTRFetchInProgress or
	// CTRThrottled, the wait was given up; any other is a failure.
	Status string
	Waited time.Duration
}

// Timeout reports whether the wait was given up, so that asking again later may
// help.
func (e *CTRFetchError) Timeout() bool {
	return e.Status == CTRFetchInProgress || e.Status == CTRThrottled
}

// Error names the message, the service's word and the way out.
func (e *CTRFetchError) Error() string {
	s := fmt.Sprintf("proofpoint: the original of message %s is not there after %s: the service says %s",
		quote(e.MessageID), e.Waited.Round(time.Second), quote(e.Status))
	if e.Timeout() {
		return s + "; ask again later, what was begun goes on"
	}
	return s
}

// Original returns the original of a message in the form of mail (EML, RFC
// 5322): it asks for it, waits until it is there, and downloads it. The caller
// closes Body. It asks every 5 seconds, after 30 when the service is throttled,
// by the client's clock, and gives up after 180: *CTRFetchError, also when the
// service says that it failed. Other errors: *ParamError, *APIError,
// *NetworkError; the end of ctx is its cause.
//
// Source: public clients (demisto and others); 2026-11.
func (s *CTRService) Original(ctx context.Context, p CTRMessageParams, opts ...CallOption) (*Response, error) {
	if err := s.FetchMessage(ctx, p, opts...); err != nil {
		return nil, err
	}
	begun := s.c.clock.Now()
	for {
		word, err := s.fetchWord(ctx, p, opts)
		if err != nil {
			return nil, err
		}
		pause := ctrPause
		switch word {
		case CTRFetched:
			return s.DownloadMessage(ctx, p, opts...)
		case CTRThrottled:
			pause = ctrLongPause
		case CTRFetchInProgress:
		default:
			return nil, &CTRFetchError{MessageID: p.MessageID, Status: word, Waited: s.c.clock.Now().Sub(begun)}
		}
		if waited := s.c.clock.Now().Sub(begun); waited+pause > ctrPatience {
			return nil, &CTRFetchError{MessageID: p.MessageID, Status: word, Waited: waited}
		}
		if err := s.c.clock.Sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// fetchWord is the service's word. A spent minute counts as throttled: asking
// every 5 seconds is more than the 10 calls that it has.
func (s *CTRService) fetchWord(ctx context.Context, p CTRMessageParams, opts []CallOption) (string, error) {
	status, err := s.FetchStatus(ctx, p, opts...)
	switch {
	case errors.Is(err, ErrRateLimited):
		return CTRThrottled, nil
	case err != nil:
		return "", err
	}
	return status.MessageStatus, nil
}
