// Configuration from a JSON file. Secrets are only ever referred to, so that
// the file itself may be read by anyone and kept under version control.

package proofpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// LoadConfig reads a configuration from a JSON file of the form
//
//	{"tap": {"base_url": "https://…", "hosts": ["…"], "kind": "tap", "ca_file": "…",
//	         "auth": {"type": "basic", "user": {"env": "TAP_PRINCIPAL"}, "secret": {"file": "/run/secrets/tap"}}}}
//
// Auth types: basic (user, secret), key (header, secret), header_pair (header,
// user, header2, secret), casb (key, client_id, secret), oauth2 (token_url,
// client_id, secret), anonymous. Every value but header and token_url is a
// reference, {"env": NAME} or {"file": PATH}; a literal is refused. All
// mistakes come in one joined error.
func LoadConfig(file string) (Config, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("proofpoint: configuration: %w", err)
	}
	var entries map[Service]fileService
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&entries); err != nil {
		return nil, fmt.Errorf("proofpoint: configuration %s: %w", file, err)
	}
	cfg := Config{}
	var errs []error
	for name, e := range entries {
		auth, err := e.Auth.build()
		if err != nil {
			errs = append(errs, fmt.Errorf("proofpoint: configuration %s: %s: %w", file, name, err))
		}
		cfg[name] = ServiceConfig{BaseURL: e.BaseURL, Auth: auth, Kind: e.Kind, CAFile: e.CAFile, Hosts: e.Hosts}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return cfg, nil
}

type fileService struct {
	BaseURL string   `json:"base_url"`
	Kind    Service  `json:"kind"`
	CAFile  string   `json:"ca_file"`
	Hosts   []string `json:"hosts"`
	Auth    fileAuth `json:"auth"`
}

type fileAuth struct {
	Type     string     `json:"type"`
	Header   string     `json:"header"`
	Header2  string     `json:"header2"`
	TokenURL string     `json:"token_url"`
	User     *reference `json:"user"`
	ClientID *reference `json:"client_id"`
	Key      *reference `json:"key"`
	Secret   *reference `json:"secret"`
}

// reference names where a value is kept.
type reference struct {
	Env  string `json:"env"`
	File string `json:"file"`
}

func (r *reference) UnmarshalJSON(b []byte) error {
	type plain reference
	if !bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) {
		return errors.New(`a secret is never written in the file: refer to it, {"env": "NAME"} or {"file": "PATH"}`)
	}
	return json.Unmarshal(b, (*plain)(r))
}

func (r *reference) secret(member string, errs *[]error) Secret {
	switch {
	case r != nil && r.Env != "" && r.File == "":
		return SecretFromEnv(r.Env)
	case r != nil && r.File != "" && r.Env == "":
		return SecretFromFile(r.File)
	}
	*errs = append(*errs, fmt.Errorf(`auth.%s must be {"env": "NAME"} or {"file": "PATH"}`, member))
	return Secret{}
}

func (r *reference) text(member string, errs *[]error) string {
	s := r.secret(member, errs)
	if s.IsZero() {
		return ""
	}
	v, err := s.reveal(context.Background(), false)
	if err != nil {
		*errs = append(*errs, fmt.Errorf("auth.%s: %w", member, err))
	}
	return v
}

func (a fileAuth) build() (Authenticator, error) {
	var errs []error
	var auth Authenticator
	switch a.Type {
	case "", "anonymous":
		auth = Anonymous()
	case "basic":
		auth = Basic(a.User.text("user", &errs), a.Secret.secret("secret", &errs))
	case "key":
		auth = Key(orElse(a.Header, "Authorization"), a.Secret.secret("secret", &errs))
	case "header_pair":
		auth = HeaderPair(a.Header, a.User.secret("user", &errs), a.Header2, a.Secret.secret("secret", &errs))
	case "casb":
		auth = CASBLogin(a.Key.secret("key", &errs), a.ClientID.text("client_id", &errs), a.Secret.secret("secret", &errs))
	case "oauth2":
		auth = OAuth2(orElse(a.TokenURL, tokenURL), a.ClientID.text("client_id", &errs), a.Secret.secret("secret", &errs), nil)
	default:
		errs = append(errs, fmt.Errorf("auth.type %q is unknown (accepts basic, key, header_pair, casb, oauth2, anonymous)", a.Type))
	}
	return auth, errors.Join(errs...)
}
