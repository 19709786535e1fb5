package main

import "golang.org/x/sys/unix"

// pin binds the calling thread to one of the processors it may run on, the index-th, as our benchmarks do. Where there
// are not so many it stays unbound.
func pin(index int) {
	var allowed, one unix.CPUSet
	if unix.SchedGetaffinity(0, &allowed) != nil || index >= allowed.Count() {
		return
	}
	for processor := 0; ; processor++ {
		if !allowed.IsSet(processor) {
			continue
		}
		if index == 0 {
			one.Set(processor)
			// A refusal leaves the thread where it was.
			_ = unix.SchedSetaffinity(0, &one)
			return
		}
		index--
	}
}
