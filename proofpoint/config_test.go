// Configuration from the environment and from files: all mistakes at once, and
// no value in any message.

package proofpoint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func lookup(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := env[name]; return v, ok }
}

func TestConfigFromEnv(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s")
	if err := os.WriteFile(file, []byte("x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		env  map[string]string
		want []proofpoint.Service
		err  []string
	}{
		{"nothing", nil, nil, nil},
		{"foreign names", map[string]string{"PROOFPOINT_TAP_PORT": "tcp://10.0.0.1:80", "PROOFPOINT_OTHER": "x"}, nil, nil},
		{"tap", map[string]string{"PROOFPOINT_TAP_PRINCIPAL": "p", "PROOFPOINT_TAP_SECRET": testSecret}, []proofpoint.Service{proofpoint.TAP}, nil},
		{"tap by file", map[string]string{"PROOFPOINT_TAP_PRINCIPAL_FILE": file, "PROOFPOINT_TAP_SECRET_FILE": file}, []proofpoint.Service{proofpoint.TAP}, nil},
		{"both set", map[string]string{"PROOFPOINT_ETI_API_KEY": testSecret, "PROOFPOINT_ETI_API_KEY_FILE": file}, nil, []string{"PROOFPOINT_ETI_API_KEY_FILE"}},
		{"in part", map[string]string{"PROOFPOINT_TAP_PRINCIPAL": "p", "PROOFPOINT_CASB_API_KEY": testSecret}, nil,
			[]string{"PROOFPOINT_TAP_SECRET", "PROOFPOINT_CASB_CLIENT_ID", "PROOFPOINT_CASB_CLIENT_SECRET"}},
		{"eti", map[string]string{"PROOFPOINT_ETI_API_KEY": testSecret}, []proofpoint.Service{proofpoint.ETI, proofpoint.ETIScores}, nil},
		{"region", map[string]string{"PROOFPOINT_ESSENTIALS_THREAT_KEY": "k", "PROOFPOINT_ESSENTIALS_THREAT_SECRET": "s", "PROOFPOINT_ESSENTIALS_REGION": "mars"}, nil, []string{"mars"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg, err := proofpoint.ConfigFromEnv(lookup(tt.env))
			for _, part := range tt.err {
				if err == nil || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), testSecret) {
					t.Errorf("error %v, want %s in it", err, part)
				}
			}
			if tt.err == nil && err != nil {
				t.Error(err)
			}
			if len(cfg) != len(tt.want) {
				t.Errorf("services %v, want %v", cfg, tt.want)
			}
			for _, s := range tt.want {
				if cfg[s].Auth == nil {
					t.Errorf("no credential for %s", s)
				}
			}
		})
	}
}

func TestLoadConfig(t *testing.T) {
	t.Setenv("TEST_PRINCIPAL", "p")
	load := func(text string) error {
		file := filepath.Join(t.TempDir(), "config.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := proofpoint.LoadConfig(file)
		if err != nil {
			return err
		}
		_, err = proofpoint.NewClient(cfg)
		return err
	}
	if err := load(`{"tap":{"auth":{"type":"basic","user":{"env":"TEST_PRINCIPAL"},"secret":{"file":"/x"}}},"casb.gateway":{"base_url":"https://g.example","auth":{"type":"key","header":"X-Key","secret":{"env":"K"}}}}`); err != nil {
		t.Error(err)
	}
	for name, text := range map[string]string{
		"literal":       `{"tap":{"auth":{"type":"key","secret":"` + testSecret + `"}}}`,
		"unknown type":  `{"tap":{"auth":{"type":"magic"}}}`,
		"unknown field": `{"tap":{"baseurl":"https://x.example"}}`,
		"no reference":  `{"tap":{"auth":{"type":"key"}}}`,
		"not JSON":      `tap`,
	} {
		if err := load(text); err == nil || strings.Contains(err.Error(), testSecret) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
