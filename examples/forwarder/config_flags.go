// Which flags go with a source file, and which say the same in another way.

package main

// withConfig finds flags that do not go with -config, or mean nothing without it.
func (f *flags) withConfig(needs func(what string, names ...string) error) error {
	if len(f.of("config")) == 0 {
		return needs("-config", "validate", "test")
	}
	if f.config == "" {
		return mistake("-config is empty")
	}
	if of := f.of("template", "url", "since", "from", "to", "data", "list", "describe", "print-config", "probe", "config-schema"); len(of) > 0 {
		return mistake("-%s and -config cannot be given together", of[0])
	}
	return nil
}
