// Names that carry credentials, and names that only look like it.

package credname_test

import (
	"slices"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
)

func TestLooks(t *testing.T) {
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "x-apikey", "apiKey", "api_key", "APIKEY", "key",
		"access_token", "accesstoken", "token", "X-Amz-Security-Token", "client_secret", "clientSecret", "password", "passwd", "X-Password", "X-User", "sig",
		"signature", "WWW-Authenticate", "jwt", "session", "X-Session-Id", "credentials", "X-Auth", "Ocp-Apim-Subscription-Key",
		"sid", "clientsecret", "apitoken", "authkey", "passphrase", "X-Session", "X-Passphrase", "X-Accesstoken", "X-Myapikey", "passwords", "PHPSESSID", "JSESSIONID",
		"pass", "mypassword", "apiKeys"} {
		if !credname.Looks(name) {
			t.Errorf("%s is taken for harmless", name)
		}
	}
	for _, name := range []string{"", "Accept", "Content-Type", "page", "page_token", "nextToken", "sort_key", "limit", "keyword", "monkey", "author", "X-Tenant",
		"user", "userId", "X-Request-Id", "ETag", "sideways", "tokens_used", "Date", "primaryKey",
		"tokens", "max_tokens", "bypass", "passenger", "secretary", "turkey", "consider"} {
		if credname.Looks(name) {
			t.Errorf("%s is taken for a credential", name)
		}
	}
}

func TestFindAndHide(t *testing.T) {
	tests := []struct {
		text, hidden string
		found        []string
	}{
		{"", "", nil},
		{"https://h.example/a?page=2&sort_key=x#top", "https://h.example/a?page=2&sort_key=x#top", nil},
		{"https://h.example/?access_token=SECRET", "https://h.example/?access_token=***", []string{"access_token"}},
		{"/a?b=c&token=SECRET&api%5Fkey=SECRET;x", "/a?b=c&token=***&api%5Fkey=***", []string{"api_key", "token"}},
		{"/x;access_token=SECRET;v=1/y;sid=SECRET?a=b", "/x;access_token=***;v=1/y;sid=***?a=b", []string{"access_token", "sid"}},
		{"https://h.example/cb#access_token=SECRET&state=1", "https://h.example/cb#access_token=***&state=1", []string{"access_token"}},
		{`<https://h.example/?p=2&token=SECRET>; rel="next"`, `<https://h.example/?p=2&token=***>; rel="next"`, []string{"token"}},
		{"0; url=/login?session=SECRET", "0; url=/login?session=***", nil},
		{"a;key=b", "a;key=***", nil},
		{"/go?to=a%3Bkey%3Db", "/go?to=a%3Bkey%3Db", nil},
		{"https://me:p@ss@h.example/a@b", "https://***@h.example/a@b", nil},
		{"/go?to=https%3A%2F%2Fh.example%2F%3Ftoken%3DSECRET&n=1", "/go?to=***&n=1", []string{"to"}},
		{"/go?to=https%3A%2F%2Fh.example%2F&n=a%2", "/go?to=https%3A%2F%2Fh.example%2F&n=a%2", nil},
		{"/a?token=&b=1", "/a?token=&b=1", nil},
	}
	for _, tt := range tests {
		if got := credname.Hide(tt.text, "***"); got != tt.hidden {
			t.Errorf("Hide(%s) = %s, want %s", tt.text, got, tt.hidden)
		}
		if got := credname.Find(tt.text); !slices.Equal(got, tt.found) {
			t.Errorf("Find(%s) = %q, want %q", tt.text, got, tt.found)
		}
	}
}
