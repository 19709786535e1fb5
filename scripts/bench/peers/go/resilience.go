package main

import (
	"context"
	"errors"
	"log"
	"time"

	"github.com/cenkalti/backoff"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"
	"gopkg.in/eapache/go-resiliency.v1/breaker"
	"gopkg.in/eapache/go-resiliency.v1/retrier"
)

var errFailed = errors.New("failed")

func succeed() error { return nil }
func fail() error    { return errFailed }

// must ends the program where a peer does something else than what is measured. It is inlined, and costs a branch.
func must(isSo bool, what string) {
	if !isSo {
		deny(what)
	}
}

//go:noinline
func deny(what string) { log.Fatal("not so: ", what) }

// calls runs work through a breaker over and over, whose state stays what it is.
func calls(through *breaker.Breaker, work func() error, fails bool) func() loop {
	return shared(func(iterations int) {
		for i := 0; i < iterations; i++ {
			must((through.Run(work) != nil) == fails, "whether the call fails")
		}
	})
}

func openBreaker() *breaker.Breaker {
	open := breaker.New(1, 1, 24*time.Hour)
	must(open.Run(fail) == errFailed, "the call that opens the breaker")
	return open
}

// The call is as Retry's documentation has it. An ExponentialBackOff is not safe for concurrent use, so each call makes
// its own.
func retryOnce(work func() error) error {
	return backoff.Retry(work, backoff.NewExponentialBackOff())
}

func newRetrier() *retrier.Retrier {
	return retrier.New(retrier.ExponentialBackoff(2, 100*time.Millisecond), nil)
}

var resilience = []peer{
	{"breaker/run-success", "go-resiliency", func() func() loop {
		return calls(breaker.New(5, 1, 10*time.Second), succeed, false)
	}},
	{"breaker/run-failure", "go-resiliency", func() func() loop {
		// It counts failures and never has enough of them.
		return calls(breaker.New(1<<62, 1, 10*time.Second), fail, true)
	}},
	{"breaker/run-reject", "go-resiliency", func() func() loop {
		return calls(openBreaker(), succeed, true)
	}},
	{"retry/success-with-budget", "backoff", func() func() loop {
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				must(retryOnce(succeed) == nil, "a call that succeeds")
			}
		})
	}},
	{"retry/success-with-budget", "go-resiliency", func() func() loop {
		retries := newRetrier()
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				must(retries.Run(succeed) == nil, "a call that succeeds")
			}
		})
	}},
	{"composition/breaker-around-retry", "go-resiliency", func() func() loop {
		retries := newRetrier()
		return calls(breaker.New(5, 1, 10*time.Second), func() error { return retries.Run(succeed) }, false)
	}},
	{"bulkhead/acquire-and-release", "x/sync", func() func() loop {
		places := semaphore.NewWeighted(256)
		background := context.Background()
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				must(places.Acquire(background, 1) == nil, "a free place")
				places.Release(1)
			}
		})
	}},
	{"rate-limiter/admit", "x/time", func() func() loop {
		limiter := rate.NewLimiter(1e9, 1e6)
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				must(limiter.Allow(), "a call within the rate")
			}
		})
	}},
	{"rate-limiter/limit", "x/time", func() func() loop {
		limiter := rate.NewLimiter(0.001, 1)
		must(limiter.Allow(), "the first call")
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				must(!limiter.Allow(), "a call beyond the rate")
			}
		})
	}},
}
