// Peers of the libraries' hot paths, as Debian packages them: nanoseconds per operation, one JSON object a line. Each has
// the name of the benchmark of ours that it stands beside. scripts/bench-peers.sh builds and runs it.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"os"
)

// A peer is an operation of another library, under the name of ours.
type peer struct {
	name    string
	library string
	// prepare makes what the operation works on, one for all threads, and returns what makes a thread's loop.
	prepare func() func() loop
}

// shared has all threads run the same loop.
func shared(operation loop) func() loop {
	return func() loop { return operation }
}

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 31, "rounds of about 1 ms each, after a warm-up")
	flag.Parse()
	if *rounds < 1 {
		log.Fatal("--rounds takes a whole number from 1")
	}
	output := json.NewEncoder(os.Stdout)
	for _, peers := range [][]peer{resilience, metrics, logs} {
		for _, each := range peers {
			for _, threads := range []int{1, 2} {
				makeLoop := each.prepare()
				loops := make([]loop, threads)
				for thread := range loops {
					loops[thread] = makeLoop()
				}
				line := measurement{each.name, each.library, threads, measure(loops, *rounds)}
				if err := output.Encode(line); err != nil {
					log.Fatal(err)
				}
			}
		}
	}
}
