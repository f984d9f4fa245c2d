// Configuration from the environment: names only, values go straight into
// Secret. A name that is not ours is never an error, because orchestrators
// inject variables of our prefix.

package proofpoint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// envService says how a service's variables are called. Each secret may also
// be given as NAME_FILE, a file that is read again when it changes.
type envService struct {
	service Service
	base    string   // variable of the base URL
	fields  []string // all of them, or none
	further []string // what else there is
	auth    func(get func(field string) Secret, text func(field string) string) Authenticator
}

var envServices = []envService{
	{TAP, "PROOFPOINT_TAP_BASE_URL", []string{"PROOFPOINT_TAP_PRINCIPAL", "PROOFPOINT_TAP_SECRET"}, nil,
		func(get func(string) Secret, text func(string) string) Authenticator {
			return Basic(text("PROOFPOINT_TAP_PRINCIPAL"), get("PROOFPOINT_TAP_SECRET"))
		}},
	{CASB, "PROOFPOINT_CASB_BASE_URL", []string{"PROOFPOINT_CASB_API_KEY", "PROOFPOINT_CASB_CLIENT_ID", "PROOFPOINT_CASB_CLIENT_SECRET"}, nil,
		func(get func(string) Secret, text func(string) string) Authenticator {
			return CASBLogin(get("PROOFPOINT_CASB_API_KEY"), text("PROOFPOINT_CASB_CLIENT_ID"), get("PROOFPOINT_CASB_CLIENT_SECRET"))
		}},
	{PTR, "PROOFPOINT_TRAP_APPLIANCE_BASE_URL", []string{"PROOFPOINT_TRAP_APPLIANCE_API_KEY"}, []string{"PROOFPOINT_TRAP_APPLIANCE_CA_FILE"},
		func(get func(string) Secret, _ func(string) string) Authenticator {
			return Key("Authorization", get("PROOFPOINT_TRAP_APPLIANCE_API_KEY"))
		}},
	{CTR, "PROOFPOINT_TRAP_CLOUD_BASE_URL", []string{"PROOFPOINT_TRAP_CLOUD_CLIENT_ID", "PROOFPOINT_TRAP_CLOUD_CLIENT_SECRET"},
		[]string{"PROOFPOINT_TRAP_CLOUD_TOKEN_URL", "PROOFPOINT_TRAP_CLOUD_CLUSTER_ID"},
		func(get func(string) Secret, text func(string) string) Authenticator {
			return OAuth2(orElse(text("PROOFPOINT_TRAP_CLOUD_TOKEN_URL"), tokenURL), text("PROOFPOINT_TRAP_CLOUD_CLIENT_ID"), get("PROOFPOINT_TRAP_CLOUD_CLIENT_SECRET"), nil)
		}},
	{ETI, "PROOFPOINT_ETI_BASE_URL", []string{"PROOFPOINT_ETI_API_KEY"}, nil,
		func(get func(string) Secret, _ func(string) string) Authenticator {
			return Key("Authorization", get("PROOFPOINT_ETI_API_KEY"))
		}},
	{EssentialsSIEM, "PROOFPOINT_ESSENTIALS_THREAT_BASE_URL", []string{"PROOFPOINT_ESSENTIALS_THREAT_KEY", "PROOFPOINT_ESSENTIALS_THREAT_SECRET"},
		[]string{"PROOFPOINT_ESSENTIALS_REGION"},
		func(get func(string) Secret, text func(string) string) Authenticator {
			return Basic(text("PROOFPOINT_ESSENTIALS_THREAT_KEY"), get("PROOFPOINT_ESSENTIALS_THREAT_SECRET"))
		}},
	{Essentials, "PROOFPOINT_ESSENTIALS_BASE_URL", []string{"PROOFPOINT_ESSENTIALS_ADMIN_USER", "PROOFPOINT_ESSENTIALS_ADMIN_PASSWORD"},
		[]string{"PROOFPOINT_ESSENTIALS_STACK"},
		func(get func(string) Secret, text func(string) string) Authenticator {
			return HeaderPair("X-User", NewSecret(text("PROOFPOINT_ESSENTIALS_ADMIN_USER")), "X-Password", get("PROOFPOINT_ESSENTIALS_ADMIN_PASSWORD"))
		}},
}

// NewClientFromEnv is [ConfigFromEnv] with the process's environment, then
// [NewClient].
func NewClientFromEnv(opts ...Option) (*Client, error) {
	cfg, err := ConfigFromEnv(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	return NewClient(cfg, opts...)
}

// ConfigFromEnv reads a configuration from environment variables:
// PROOFPOINT_TAP_PRINCIPAL and PROOFPOINT_TAP_SECRET, PROOFPOINT_CASB_API_KEY,
// _CLIENT_ID and _CLIENT_SECRET, PROOFPOINT_TRAP_APPLIANCE_API_KEY and
// _BASE_URL, PROOFPOINT_TRAP_CLOUD_CLIENT_ID and _CLIENT_SECRET,
// PROOFPOINT_ETI_API_KEY, PROOFPOINT_ESSENTIALS_THREAT_KEY and _SECRET (with
// PROOFPOINT_ESSENTIALS_REGION us or eu), PROOFPOINT_ESSENTIALS_ADMIN_USER and
// _PASSWORD (with PROOFPOINT_ESSENTIALS_STACK, "us1" say). Each may be given as
// NAME_FILE instead; both set is an error. PROOFPOINT_<service>_BASE_URL moves
// a service. A service none of whose variables is set is left out; one that is
// set in part is an error, which names what is missing. lookup is as
// [os.LookupEnv]. All mistakes come in one joined error.
func ConfigFromEnv(lookup func(string) (string, bool)) (Config, error) {
	e := env{lookup: lookup}
	cfg := Config{}
	for _, s := range envServices {
		set, missing := 0, []string(nil)
		for _, f := range s.fields {
			if e.has(f) {
				set++
			} else {
				missing = append(missing, f)
			}
		}
		base := e.base(s)
		switch {
		case set == 0 && base == "":
		case set == 0 && s.service != PTR:
			cfg[s.service] = ServiceConfig{BaseURL: base}
		case base == "" && knownServices[s.service].base == "":
			e.errs = append(e.errs, fmt.Errorf("proofpoint: service %q: %s is not set, and there is no public host", s.service, strings.Join(baseVariables(s), " or ")))
		case len(missing) > 0:
			for _, m := range missing {
				e.errs = append(e.errs, fmt.Errorf("proofpoint: service %q: %s (or %s_FILE) is not set", s.service, m, m))
			}
		default:
			cfg[s.service] = ServiceConfig{BaseURL: base, Auth: s.auth(e.secret, e.text), CAFile: e.caFile(s)}
		}
	}
	if err := errors.Join(e.errs...); err != nil {
		return nil, err
	}
	return cfg, nil
}

// Variables returns the names of the environment variables that configure the
// named services, or all services if none is named; for messages and help.
func Variables(services ...Service) []string {
	var names []string
	for _, s := range envServices {
		if len(services) > 0 && !contains(services, s.service) {
			continue
		}
		names = append(append(append(names, s.fields...), s.base), s.further...)
	}
	return names
}

// baseVariables are the variables that say where a service is.
func baseVariables(s envService) []string {
	if s.service == Essentials {
		return append([]string{s.base}, s.further...)
	}
	return []string{s.base}
}

func contains(list []Service, s Service) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

type env struct {
	lookup func(string) (string, bool)
	errs   []error
}

func (e *env) has(name string) bool {
	v, _ := e.lookup(name)
	f, _ := e.lookup(name + "_FILE")
	if v != "" && f != "" {
		e.errs = append(e.errs, fmt.Errorf("proofpoint: %s and %s_FILE are both set: unset one", name, name))
	}
	return v != "" || f != ""
}

func (e *env) secret(name string) Secret {
	f, _ := e.lookup(name + "_FILE")
	if f == "" {
		v, _ := e.lookup(name)
		return NewSecret(v)
	}
	s := SecretFromFile(f)
	read := s.p.read
	s.p.read = func(ctx context.Context, fresh bool) (string, error) {
		v, err := read(ctx, fresh)
		if err != nil {
			err = fmt.Errorf("%s_FILE: %w", name, err)
		}
		return v, err
	}
	return s
}

// text reads a part that is no secret (a principal, a client id), but may be
// mounted as a file beside one.
func (e *env) text(name string) string {
	if f, _ := e.lookup(name + "_FILE"); f != "" {
		v, err := (&secretFile{path: f}).read(context.Background(), true)
		if err != nil {
			e.errs = append(e.errs, fmt.Errorf("proofpoint: %s_FILE: %w", name, err))
		}
		return v
	}
	v, _ := e.lookup(name)
	return v
}

func (e *env) caFile(s envService) string {
	if s.service != PTR {
		return ""
	}
	v, _ := e.lookup("PROOFPOINT_TRAP_APPLIANCE_CA_FILE")
	return v
}

func (e *env) base(s envService) string {
	if v, _ := e.lookup(s.base); v != "" {
		return v
	}
	switch s.service {
	case EssentialsSIEM:
		region, _ := e.lookup("PROOFPOINT_ESSENTIALS_REGION")
		switch region {
		case "", "us":
		case "eu":
			return "https://eu-siem.proofpointessentials.com"
		default:
			e.errs = append(e.errs, fmt.Errorf("proofpoint: PROOFPOINT_ESSENTIALS_REGION = %q: must be us or eu", region))
		}
	case Essentials:
		if stack, _ := e.lookup("PROOFPOINT_ESSENTIALS_STACK"); stack != "" {
			return "https://" + stack + ".proofpointessentials.com/api/v1"
		}
	}
	return ""
}
