// CASB: three secrets, a login that brings a token, then the key and the bare
// token on every call. The token's life is not known; it lives until a 401 or
// 403 says otherwise.

package proofpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

type casbLogin struct {
	key    Secret
	id     string
	secret Secret
	print  string
	tokens tokenCache
}

// CASBLogin signs with the API key and a token from the service's /v1/auth,
// fetched once for all goroutines, kept until it is refused (401 or 403) and
// then fetched again once. The login counts against the service's quota and
// goes through the client's pacing.
//
// Source: third-party collectors; the vendor publishes no reference (2026-11).
func CASBLogin(apiKey Secret, clientID string, clientSecret Secret) Authenticator {
	return &casbLogin{key: apiKey, id: clientID, secret: clientSecret, print: fingerprint("casb", clientID)}
}

func (a *casbLogin) Sign(req *http.Request, send func(*http.Request) (*http.Response, error)) error {
	s := signingOf(req.Context())
	key, err := a.key.reveal(req.Context(), false)
	if err != nil {
		return signError(err)
	}
	token, err := a.tokens.get(req.Context(), s.clock, func(ctx context.Context) (string, time.Duration, error) {
		return a.login(ctx, s, key, send)
	})
	if err != nil {
		return err
	}
	req.Header.Set("x-api-key", key)
	req.Header.Set("Authorization", token)
	return nil
}

func (a *casbLogin) login(ctx context.Context, s signing, key string, send func(*http.Request) (*http.Response, error)) (string, time.Duration, error) {
	if s.service == nil {
		return "", 0, signError(errors.New("no service to log in to"))
	}
	secret, err := a.secret.reveal(ctx, false)
	if err != nil {
		return "", 0, signError(err)
	}
	body, err := json.Marshal(map[string]string{"client_id": a.id, "client_secret": secret})
	if err != nil {
		return "", 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.service.base.JoinPath("v1", "auth").String(), bytes.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("x-api-key", key)
	resp, answer, err := askLogin("casb login", req, send)
	if err != nil {
		return "", 0, err
	}
	if resp.StatusCode != http.StatusOK {
		return "", 0, loginRefused(s, a.loginName(), req, resp, answer)
	}
	var said struct {
		Token   string          `json:"auth_token"`
		Expires json.RawMessage `json:"expires_in"` // never documented, honoured if it comes and is a number
	}
	if json.Unmarshal(answer, &said) != nil || said.Token == "" {
		return "", 0, fmt.Errorf("%w: casb login: the answer holds no auth_token", ErrUnauthorized)
	}
	var life Float
	if life.UnmarshalJSON(said.Expires) != nil {
		life = 0
	}
	return said.Token, time.Duration(min(max(float64(life), 0), 86400) * float64(time.Second)), nil
}

func (a *casbLogin) Rejected(req *http.Request) bool {
	return a.tokens.reject(req.Header.Get("Authorization"))
}

func (a *casbLogin) loginName() string { return "casb.auth" }

// loginPool: logins count, whatever the call is that needs one.
func (a *casbLogin) loginPool() Pool { return casbPool }

func (a *casbLogin) check() []error {
	return []error{checkUser("the client id", a.id), checkSecret("the API key", a.key), checkSecret("the client secret", a.secret)}
}

// rejects403 marks that a 403 may mean a dead token here.
func (a *casbLogin) rejects403() {}

func (a *casbLogin) Fingerprint() string        { return a.print }
func (a *casbLogin) Format(f fmt.State, _ rune) { printCredential(f, a) }
