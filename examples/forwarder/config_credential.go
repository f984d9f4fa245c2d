// Credentials of a source file: references become what the library's own readers
// of the environment and of configuration files make of them. Nothing here makes
// an authenticator, and no value is read but to see that there is one.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// credentialDef is a service and who calls it.
type credentialDef struct {
	Service      proofpoint.Service `json:"service"`
	BaseURL      string             `json:"base_url"`
	Hosts        []string           `json:"hosts"`
	CAFile       string             `json:"ca_file"`
	Region       string             `json:"region"`
	Stack        string             `json:"stack"`
	TokenURL     string             `json:"token_url"`
	Principal    *referenceDef      `json:"principal"`
	Secret       *referenceDef      `json:"secret"`
	APIKey       *referenceDef      `json:"api_key"`
	ClientID     *referenceDef      `json:"client_id"`
	ClientSecret *referenceDef      `json:"client_secret"`
	Key          *referenceDef      `json:"key"`
	User         *referenceDef      `json:"user"`
	Password     *referenceDef      `json:"password"`
	Auth         json.RawMessage    `json:"auth"`
}

// referenceDef says where a value is kept.
type referenceDef struct {
	Env  string `json:"env"`
	File string `json:"file"`
}

// references are the parts of a credential by the names of their members.
func (d credentialDef) references() map[string]*referenceDef {
	all := map[string]*referenceDef{"principal": d.Principal, "secret": d.Secret, "api_key": d.APIKey, "client_id": d.ClientID,
		"client_secret": d.ClientSecret, "key": d.Key, "user": d.User, "password": d.Password}
	maps.DeleteFunc(all, func(_ string, r *referenceDef) bool { return r == nil })
	return all
}

// texts are the parts that are no references.
func (d credentialDef) texts() map[string]string {
	all := map[string]string{"region": d.Region, "stack": d.Stack, "token_url": d.TokenURL}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// The members of each service's credential, and which variable each stands for.
var (
	credentialParts = map[proofpoint.Service]map[string]string{
		proofpoint.TAP:            {"principal": "PROOFPOINT_TAP_PRINCIPAL", "secret": "PROOFPOINT_TAP_SECRET"},
		proofpoint.CASB:           {"api_key": "PROOFPOINT_CASB_API_KEY", "client_id": "PROOFPOINT_CASB_CLIENT_ID", "client_secret": "PROOFPOINT_CASB_CLIENT_SECRET"},
		proofpoint.PTR:            {"api_key": "PROOFPOINT_TRAP_APPLIANCE_API_KEY"},
		proofpoint.CTR:            {"client_id": "PROOFPOINT_TRAP_CLOUD_CLIENT_ID", "client_secret": "PROOFPOINT_TRAP_CLOUD_CLIENT_SECRET"},
		proofpoint.ETI:            {"api_key": "PROOFPOINT_ETI_API_KEY"},
		proofpoint.EssentialsSIEM: {"key": "PROOFPOINT_ESSENTIALS_THREAT_KEY", "secret": "PROOFPOINT_ESSENTIALS_THREAT_SECRET"},
		proofpoint.Essentials:     {"user": "PROOFPOINT_ESSENTIALS_ADMIN_USER", "password": "PROOFPOINT_ESSENTIALS_ADMIN_PASSWORD"},
	}
	credentialTexts = map[proofpoint.Service]map[string]string{
		proofpoint.CTR:            {"token_url": "PROOFPOINT_TRAP_CLOUD_TOKEN_URL"},
		proofpoint.EssentialsSIEM: {"region": "PROOFPOINT_ESSENTIALS_REGION"},
		proofpoint.Essentials:     {"stack": "PROOFPOINT_ESSENTIALS_STACK"},
	}
)

// credential is one that can be used.
type credential struct {
	service proofpoint.Service
	config  proofpoint.ServiceConfig
	client  *proofpoint.Client // that knows nothing else: where the credential goes
}

// credentials makes those of the file. Those with mistakes are in it too, with
// their service, so that what names them is not blamed.
func (r *configReader) credentials() map[string]credential {
	made := map[string]credential{}
	for _, name := range slices.Sorted(maps.Keys(r.file.Credentials)) {
		at, d := pointerTo("/credentials", name), r.file.Credentials[name]
		made[name] = credential{service: d.Service}
		if r.refused(at) {
			continue
		}
		var client *proofpoint.Client
		config, err := r.configOf(at, d)
		if r.checkPlaces(at, d); err == nil && !r.refused(at) {
			client, err = proofpoint.NewClient(proofpoint.Config{d.Service: config})
		}
		if err != nil {
			r.refuse(at, "cannot be used: "+plain(err), "", "")
		}
		if !r.refused(at) {
			made[name] = credential{d.Service, config, client}
		}
	}
	return made
}

// checkPlaces tells of an address, a host or a file of authorities at the member
// that it stands in.
func (r *configReader) checkPlaces(at string, d credentialDef) {
	const somewhere = "https://a.example"
	try := func(place string, config proofpoint.ServiceConfig) {
		if _, err := proofpoint.NewClient(proofpoint.Config{d.Service: config}); err != nil {
			r.refuse(place, "cannot be used: "+strings.TrimPrefix(plain(err), fmt.Sprintf("service %q: ", d.Service)), "", "")
		}
	}
	if _, known := credentialParts[d.Service]; d.BaseURL == "" && !known && !r.refused(at) {
		r.refuse(at, "lacks base_url, and the service has no public host", "https://host[:port][/path]", "")
	}
	if d.BaseURL != "" {
		try(at+"/base_url", proofpoint.ServiceConfig{BaseURL: d.BaseURL})
	}
	if d.CAFile != "" {
		try(at+"/ca_file", proofpoint.ServiceConfig{BaseURL: somewhere, CAFile: d.CAFile})
	}
	for i, host := range d.Hosts {
		try(fmt.Sprintf("%s/hosts/%d", at, i), proofpoint.ServiceConfig{BaseURL: somewhere, Hosts: []string{host}})
	}
}

// configOf is the configuration of the service.
func (r *configReader) configOf(at string, d credentialDef) (proofpoint.ServiceConfig, error) {
	parts, known := credentialParts[d.Service]
	if !known && d.Auth == nil {
		near, _ := suggest.Nearest(string(d.Service), serviceNames())
		r.refuse(at+"/service", "is no service of Proofpoint's, and there is no auth", strings.Join(serviceNames(), ", ")+"; or base_url and auth for one of your own", near)
		return proofpoint.ServiceConfig{}, nil
	}
	if d.Auth != nil {
		parts = nil
	}
	r.checkMembers(at, d, parts)
	if r.refused(at) {
		return proofpoint.ServiceConfig{}, nil
	}
	if d.Auth != nil {
		return r.signed(at, d)
	}
	config, err := proofpoint.ConfigFromEnv(r.standIn(d))
	sc := config[d.Service]
	sc.CAFile, sc.Hosts = d.CAFile, d.Hosts
	return sc, err
}

// checkMembers tells of parts that a credential lacks, and of those that it has no
// use for; of are those that it is made of, none if auth says it.
func (r *configReader) checkMembers(at string, d credentialDef, of map[string]string) {
	references := d.references()
	for _, name := range slices.Sorted(maps.Keys(references)) {
		if _, used := of[name]; !used {
			r.refuse(at+"/"+name, r.unused(d), partWords(of), "")
		}
		r.check(at+"/"+name, references[name])
	}
	for _, name := range slices.Sorted(maps.Keys(d.texts())) {
		if _, used := credentialTexts[d.Service][name]; !used || d.Auth != nil {
			r.refuse(at+"/"+name, r.unused(d), partWords(of), "")
		}
	}
	var lacks []string // told of beside what is wrong with those that are there
	for _, name := range slices.Sorted(maps.Keys(of)) {
		meant := slices.ContainsFunc(r.problems, func(p jsonschema.Problem) bool {
			return strings.HasPrefix(p.Pointer, at+"/") && p.Suggest == name
		})
		if references[name] == nil && !meant {
			lacks = append(lacks, name)
		}
	}
	if len(lacks) > 0 {
		r.problems = append(r.problems, jsonschema.Problem{Pointer: at, Offset: r.root.At(at).Offset, Accepts: partWords(of),
			Reason: fmt.Sprintf("lacks %s, which %s needs", strings.Join(lacks, " and "), d.Service)})
	}
}

func (r *configReader) unused(d credentialDef) string {
	if d.Auth != nil {
		return "is said by auth here"
	}
	return fmt.Sprintf("is no part of a credential of %s", d.Service)
}

func partWords(of map[string]string) string {
	if len(of) == 0 {
		return ""
	}
	return strings.Join(slices.Sorted(maps.Keys(of)), ", ")
}

// serviceNames are the services that have credentials of a known form.
func serviceNames() (names []string) {
	for name := range credentialParts {
		names = append(names, string(name))
	}
	slices.Sort(names)
	return names
}

// check sees that there is something where a reference leads, and that requests
// can be signed with it. What stands there is not shown: people have written the
// secret itself.
func (r *configReader) check(at string, ref *referenceDef) {
	if r.demo || r.refused(at) {
		return // the demo asks with credentials of its own
	}
	secret, place, what := proofpoint.SecretFromFile(ref.File), at+"/file", "a file that cannot be used: "
	if ref.Env != "" {
		v, _ := r.lookup(ref.Env)
		if v == "" {
			r.refuse(at+"/env", "names a variable that is not set", "", "")
			return
		}
		secret, place, what = proofpoint.NewSecret(v), at+"/env", "a variable that cannot be used: "
	}
	if err := secret.Check(context.Background()); err != nil {
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			err = e.Err
		}
		r.refuse(place, "names "+what+err.Error(), "", "")
	}
}

// standIn is an environment that has this one credential in the variables of its
// service.
func (r *configReader) standIn(d credentialDef) func(string) (string, bool) {
	values := map[string]string{}
	for member, ref := range d.references() {
		variable := credentialParts[d.Service][member]
		if ref.File != "" {
			values[variable+"_FILE"] = ref.File
			continue
		}
		values[variable], _ = r.lookup(ref.Env)
		if r.demo {
			values[variable] = "demo"
		}
	}
	for member, text := range d.texts() {
		values[credentialTexts[d.Service][member]] = text
	}
	for _, variable := range proofpoint.Variables(d.Service) {
		if strings.HasSuffix(variable, "_BASE_URL") {
			values[variable] = d.BaseURL
		}
	}
	return func(name string) (string, bool) {
		v, ok := values[name]
		return v, ok
	}
}

// signed is a service with an auth of its own.
func (r *configReader) signed(at string, d credentialDef) (proofpoint.ServiceConfig, error) {
	if r.demo {
		return proofpoint.ServiceConfig{BaseURL: d.BaseURL}, nil
	}
	var refs map[string]json.RawMessage
	_ = json.Unmarshal(d.Auth, &refs) // its shape is known by now
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		var ref referenceDef
		if json.Unmarshal(refs[name], &ref) == nil && ref != (referenceDef{}) {
			r.check(at+"/auth/"+name, &ref)
		}
	}
	if r.refused(at) {
		return proofpoint.ServiceConfig{}, nil
	}
	entry := map[proofpoint.Service]map[string]any{d.Service: {"base_url": d.BaseURL, "ca_file": d.CAFile, "hosts": d.Hosts, "auth": d.Auth}}
	text, err := json.Marshal(entry)
	if err != nil {
		return proofpoint.ServiceConfig{}, err
	}
	config, err := proofpoint.ParseConfig(text)
	return config[d.Service], err
}
