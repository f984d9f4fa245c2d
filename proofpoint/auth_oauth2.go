// OAuth2 client credentials, over the client's own transport and pacing: the
// library's default would use a client of its own that nobody configured.

package proofpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

type oauth2Login struct {
	url    string
	id     string
	secret Secret
	extra  url.Values
	print  string
	tokens tokenCache
}

// OAuth2 signs with a bearer token of the client credentials flow: Cloud
// Threat Response and the organisation lists. extra adds form fields. The
// token is fetched once for all goroutines, a little before it expires and
// once after a 401.
func OAuth2(tokenURL, id string, secret Secret, extra url.Values) Authenticator {
	return &oauth2Login{url: tokenURL, id: id, secret: secret, extra: extra, print: fingerprint("oauth2", tokenURL, id)}
}

func (a *oauth2Login) Sign(req *http.Request, send func(*http.Request) (*http.Response, error)) error {
	s := signingOf(req.Context())
	token, err := a.tokens.get(req.Context(), s.clock, func(ctx context.Context) (string, time.Duration, error) {
		return a.login(ctx, s, send)
	})
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return nil
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// wholeLogin answers with a body that cannot fail: the flow's own reader would
// drop the reason.
func wholeLogin(req *http.Request, send func(*http.Request) (*http.Response, error)) (*http.Response, error) {
	resp, answer, err := askLogin("oauth2 login", req, send)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	return resp, nil
}

func (a *oauth2Login) login(ctx context.Context, s signing, send func(*http.Request) (*http.Response, error)) (string, time.Duration, error) {
	secret, err := a.secret.reveal(ctx, false)
	if err != nil {
		return "", 0, signError(err)
	}
	if _, err := parseBase(a.url); err != nil {
		return "", 0, signError(fmt.Errorf("token URL: %w", err))
	}
	client := &http.Client{
		Transport:     roundTripFunc(func(req *http.Request) (*http.Response, error) { return wholeLogin(req, send) }),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	cfg := clientcredentials.Config{ClientID: a.id, ClientSecret: secret, TokenURL: a.url, EndpointParams: a.extra, AuthStyle: oauth2.AuthStyleInParams}
	began := time.Now()
	token, err := cfg.Token(context.WithValue(ctx, oauth2.HTTPClient, client))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		req, _ := http.NewRequest(http.MethodPost, a.url, nil)
		return "", 0, loginRefused(s, a.loginName(), req, refused.Response, refused.Body)
	}
	if ue, ok := errors.AsType[*url.Error](err); ok {
		return "", 0, ue.Err
	}
	if err != nil {
		return "", 0, fmt.Errorf("proofpoint: oauth2 login: %w", err)
	}
	life := time.Duration(0)
	if !token.Expiry.IsZero() {
		life = token.Expiry.Sub(began)
	}
	return token.AccessToken, life, nil
}

func (a *oauth2Login) Rejected(req *http.Request) bool {
	used := req.Header.Get("Authorization")
	return a.tokens.reject(used[min(len("Bearer "), len(used)):])
}

func (a *oauth2Login) loginName() string { return "oauth2.token" }

// loginPool: tokens come from a host of their own, which counts no calls.
func (a *oauth2Login) loginPool() Pool { return Pool{} }

func (a *oauth2Login) check() []error {
	_, err := parseBase(a.url)
	if err != nil {
		err = fmt.Errorf("token URL: %w", err)
	}
	return []error{err, checkUser("the client id", a.id), checkSecret("the client secret", a.secret)}
}

func (a *oauth2Login) Fingerprint() string        { return a.print }
func (a *oauth2Login) Format(f fmt.State, _ rune) { printCredential(f, a) }
