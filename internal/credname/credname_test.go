// Names that carry credentials, and names that only look like it.

package credname_test

import (
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
)

func TestLooks(t *testing.T) {
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "x-apikey", "apiKey", "api_key", "APIKEY", "key",
		"access_token", "accesstoken", "token", "X-Amz-Security-Token", "client_secret", "clientSecret", "password", "passwd", "X-Password", "X-User", "sig",
		"signature", "WWW-Authenticate", "jwt", "session", "X-Session-Id", "credentials", "X-Auth", "Ocp-Apim-Subscription-Key"} {
		if !credname.Looks(name) {
			t.Errorf("%s is taken for harmless", name)
		}
	}
	for _, name := range []string{"", "Accept", "Content-Type", "page", "page_token", "nextToken", "sort_key", "limit", "keyword", "monkey", "author", "X-Tenant",
		"user", "userId", "X-Request-Id", "ETag", "sideways", "tokens_used", "Date", "primaryKey"} {
		if credname.Looks(name) {
			t.Errorf("%s is taken for a credential", name)
		}
	}
}
