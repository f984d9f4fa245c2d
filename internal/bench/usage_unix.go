// What the system knows of this process.

//go:build unix

package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// cpuSeconds is the time that all threads worked, in the kernel too.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// peakMB is the most memory that was resident at once; 0 where there is no /proc. Rusage has a number of the same name, but a child's
// begins with that of the parent whose memory it shared until it became a program of its own.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ = strings.Cut(line, "kB")
	kib, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
	if err != nil {
		return 0
	}
	return kib * 1024 / megabyte
}
