// Passwords, keys and tokens of Essentials: sent where they belong, shown nowhere.

package proofpoint_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// X1: passwords and tokens are sent, and nowhere else to be seen.
func TestEssentialsSecrets_X1(t *testing.T) {
	const word = "correct-horse-battery"
	s := &server{answer: func(n int, r *http.Request) *http.Response {
		return answer(400, `{"message":"password `+word+` is too long"}`)
	}}
	client, _ := newClient(t, s, contractConfig())
	users := proofpoint.EssentialsCreateUsersParams{Domain: "acme.example", Users: []proofpoint.EssentialsNewUser{
		{PrimaryEmail: "a@acme.example", Password: proofpoint.NewSecret(word)},
	}}
	orgs := proofpoint.EssentialsCreateOrgsParams{Domain: "acme.example", Orgs: []proofpoint.EssentialsNewOrg{{
		Name: "n", PrimaryDomain: "n.example", AdminUser: users.Users[0], Domains: []proofpoint.EssentialsNewDomain{{Name: "n.example"}},
	}}}
	replaced := proofpoint.EssentialsReplaceUserParams{Domain: "acme.example", Email: "a@acme.example", User: proofpoint.EssentialsUser{FirstName: "A"}, Password: proofpoint.NewSecret(word)}
	azure := proofpoint.EssentialsReplaceAzureParams{Domain: "acme.example", ADKey: proofpoint.NewSecret(word)}
	var said []string
	for _, err := range client.Essentials.CreateUsers(t.Context(), users) {
		said = append(said, fmt.Sprintf("%v", err))
	}
	for _, err := range client.Essentials.CreateOrgs(t.Context(), orgs) {
		said = append(said, fmt.Sprintf("%v", err))
	}
	said = append(said, fmt.Sprint(client.Essentials.ReplaceUser(t.Context(), replaced)), fmt.Sprint(client.Essentials.ReplaceAzure(t.Context(), azure)))
	for i, body := range s.bodies {
		if strings.Count(body, word) != 1 || len(s.bodies) != 4 {
			t.Errorf("body %d of %d: %s", i, len(s.bodies), body)
		}
	}
	said = append(said, essentialsShown(t, users)...)
	said = append(said, essentialsShown(t, orgs)...)
	said = append(said, essentialsShown(t, replaced, azure)...)
	said = append(said, essentialsSettingsErrors(t, client, word)...)

	token, err := essentialsClient(t, 201, `{"token":"`+word+`"}`).Essentials.ImpersonationToken(t.Context(), proofpoint.EssentialsImpersonationParams{Domain: "acme.example", User: "a@acme.example"})
	if err != nil || !strings.Contains(string(token.Raw), word) {
		t.Fatalf("%v, %s", err, token.Raw)
	}
	for name, body := range map[string]string{"text": word, "JSON text": `"` + word + `"`, "object": `{"token":"` + word + `"}`} {
		token, err := essentialsClient(t, 201, body).Essentials.ImpersonationToken(t.Context(), proofpoint.EssentialsImpersonationParams{Domain: "acme.example", User: "a@acme.example"})
		if err != nil {
			t.Fatal(err)
		}
		if used := essentialsUsed(t, token.Token); used != word {
			t.Errorf("%s: the token is %q", name, used)
		}
		said = append(said, essentialsShown(t, *token, token)...)
	}
	settings, err := essentialsClient(t, 200, `{"ad_key":"`+word+`"}`).Essentials.Azure(t.Context(), proofpoint.EssentialsOrgParams{Domain: "acme.example"})
	if err != nil || settings.ADKey.IsZero() {
		t.Fatalf("%v, %v", err, settings)
	}
	said = append(append(said, essentialsShown(t, *token, token)...), essentialsShown(t, *settings, settings)...)
	for _, text := range said {
		if strings.Contains(text, word) || strings.Contains(text, fmt.Sprintf("%d", []byte(word))[1:20]) {
			t.Errorf("the secret is in %s", text)
		}
	}
}

// essentialsUsed is what a request that is signed with a secret sends of it.
func essentialsUsed(t testing.TB, secret proofpoint.Secret) string {
	t.Helper()
	s := essentialsServer(200, `{}`)
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.Essentials: {BaseURL: "https://us1.proofpointessentials.com/api/v1", Auth: proofpoint.HeaderPair("X-User", secret, "X-Password", secret)}})
	if _, err := c.Essentials.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.seen[0].Header.Get("X-User")
}

// essentialsSettingsErrors are the errors of writes of open shape.
func essentialsSettingsErrors(t testing.TB, client *proofpoint.Client, word string) []string {
	t.Helper()
	settings := rawJSON(`{"name":"Directory","oidc":{"client_secret":"` + word + `"}}`)
	_, added := client.Essentials.AddIDP(t.Context(), proofpoint.EssentialsAddIDPParams{Domain: "acme.example", Settings: settings})
	return []string{
		fmt.Sprint(added),
		fmt.Sprint(client.Essentials.ReplaceIDP(t.Context(), proofpoint.EssentialsReplaceIDPParams{Domain: "acme.example", UUID: "1", Settings: settings})),
		fmt.Sprint(client.Essentials.ReplaceLoginSettings(t.Context(), proofpoint.EssentialsSignInParams{Domain: "acme.example", Settings: settings})),
		fmt.Sprint(client.Essentials.UpdateOrg(t.Context(), proofpoint.EssentialsUpdateOrgParams{Domain: "acme.example", Members: map[string]any{"ldap": map[string]string{"password": word}}})),
	}
}

// essentialsShown prints, logs and encodes values in every way.
func essentialsShown(t testing.TB, values ...any) (out []string) {
	t.Helper()
	for _, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			out = append(out, fmt.Sprintf(verb, v))
		}
		var b bytes.Buffer
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
		if err := json.NewEncoder(&b).Encode(v); err != nil {
			t.Error(err)
		}
		out = append(out, b.String())
	}
	return out
}

func TestEssentialsSignIn(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	_, f := s.Credentials("essentials")
	client := func(base, user, password string) *proofpoint.EssentialsService {
		auth := proofpoint.HeaderPair("X-User", proofpoint.NewSecret(user), "X-Password", proofpoint.NewSecret(password))
		c, _ := newClient(t, s, proofpoint.Config{proofpoint.Essentials: {BaseURL: base, Auth: auth}})
		return c.Essentials
	}
	const us1, eu1 = "https://us1.proofpointessentials.com/api/v1", "https://eu1.proofpointessentials.com/api/v1"
	auditor := client(us1, f["read_only_user"], f["read_only_password"])
	me, err := auditor.Me(t.Context())
	if err != nil || !me.ReadOnlyUser {
		t.Errorf("%+v, %v", me, err)
	}
	_, wrong := client(us1, f["user"], "x").Me(t.Context())
	_, elsewhere := client(eu1, f["user"], f["password"]).Org(t.Context(), proofpoint.EssentialsOrgParams{Domain: "acme.example"})
	_, foreign := auditor.Org(t.Context(), proofpoint.EssentialsOrgParams{Domain: "rival.example"})
	write := auditor.DeleteUser(t.Context(), proofpoint.EssentialsUserParams{Domain: "acme.example", Email: "support+eu@acme.example"})
	for name, c := range map[string]struct{ got, want error }{
		"wrong password": {wrong, proofpoint.ErrUnauthorized}, "another stack": {elsewhere, proofpoint.ErrNotFound},
		"somebody else's": {foreign, proofpoint.ErrForbidden}, "read-only user": {write, proofpoint.ErrForbidden},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v is not %v", name, c.got, c.want)
		}
	}
	endpoints := essentialsDrain(t, client(eu1, f["user"], f["password"]).Endpoints(t.Context(), proofpoint.EssentialsOrgParams{Domain: "clinic.example"}))
	if len(endpoints) != 1 || endpoints[0].Host != "us1.proofpointessentials.com" {
		t.Errorf("endpoints %+v", endpoints)
	}
}
