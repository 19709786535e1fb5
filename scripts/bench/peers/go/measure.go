package main

import (
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// Rounds are as long as those of the executable Benchmarks, which this program stands beside.
const roundLength = time.Millisecond

// A loop does its operation so many times, one after another. Every thread has one; what they work on may be shared.
type loop func(iterations int)

// A measurement is a line of this program's output.
type measurement struct {
	Name        string  `json:"name"`
	Library     string  `json:"library"`
	Threads     int     `json:"threads"`
	Nanoseconds float64 `json:"nanoseconds"`
}

// measure warms the loops up, one a thread, finds out how many operations a round takes, and returns the median of the
// rounds: nanoseconds of one operation, as its thread sees it.
func measure(loops []loop, rounds int) float64 {
	iterations := 1
	for bestOf(3, loops, iterations) < roundLength {
		iterations *= 2
	}
	times := make([]float64, rounds)
	for round := range times {
		times[round] = float64(run(loops, iterations)) / float64(iterations)
	}
	sort.Float64s(times)
	return (times[(rounds-1)/2] + times[rounds/2]) / 2
}

func bestOf(rounds int, loops []loop, iterations int) time.Duration {
	best := run(loops, iterations)
	for round := 1; round < rounds; round++ {
		if next := run(loops, iterations); next < best {
			best = next
		}
	}
	return best
}

// run has all loops begin at one moment, each on a thread and a processor of its own, and returns the time from the first
// one's beginning to the last one's end.
func run(loops []loop, iterations int) time.Duration {
	var arrived int32
	var done sync.WaitGroup
	begins, ends := make([]time.Time, len(loops)), make([]time.Time, len(loops))
	for index, each := range loops {
		done.Add(1)
		go func(index int, each loop) {
			defer done.Done()
			// Never unlocked: the thread ends with the goroutine, and what it was bound to with it.
			runtime.LockOSThread()
			pin(index)
			// Left alone, the scheduler may run one after the other, where they never meet: each waits for all.
			atomic.AddInt32(&arrived, 1)
			for atomic.LoadInt32(&arrived) < int32(len(loops)) {
			}
			begins[index] = time.Now()
			each(iterations)
			ends[index] = time.Now()
		}(index, each)
	}
	done.Wait()
	begin, end := begins[0], ends[0]
	for index := range loops {
		if begins[index].Before(begin) {
			begin = begins[index]
		}
		if ends[index].After(end) {
			end = ends[index]
		}
	}
	return end.Sub(begin)
}
