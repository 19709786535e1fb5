/// The text of `lab help`.
enum Usage {
    static let text = """
        lab: two services under real faults on one machine, judged by Prometheus

        lab run      start everything, run the experiments, print the scoreboard, stop everything
          --profile quick|seed    the patterns' durations ÷ 10 (default), or as in the original
          --experiments a,b       some of chaos-experiments/local (default: all)
          --quiet, --json         no progress; the results as JSON (progress on stderr)
        lab up       start everything and stay until Ctrl-C; the live page, at the third port after the base port,
                     shows what happens and has the controls of ctl
          both take:
          --rate N                requests per second and mode, 1 to 1000 (default 50)
          --output DIR            where runs are kept (default lab-output)
          --base-port N           the first of 36 ports, 1024 to 65000 (default 18000)
          --seed N                seeds the backends' faults (default 20)
          --fault-window SECONDS  the judged part of every fault, 10 to 3600 (default: the profile's)
          --log-every-request     a log line for every request, not for one good answer in a hundred
          --set [MODE:]NAME=VALUE a setting of the clients, of one mode or of all; may be given often
        lab chaos NAME... | --all [--run DIR] [--output DIR] [--quiet] [--json]
                     run experiments against the running lab and judge them
        lab ctl ACTION TARGET [--run DIR] [--output DIR]
                     TARGET is an instance's name, backends, clients, backends/MODE, or backends/1: the
                     first backend of every mode
          status                  who runs where, on which ports
          kill TARGET             ends it and holds it down: connections are refused
          drain TARGET            the same in good order: what it has begun it answers (SIGTERM)
          restart TARGET          drains it if it runs, starts it and waits until it is ready; client-full-2
                                  is a second client of full, which runs from here until it is drained
          crash TARGET            ends it as a crash would; the lab starts it again, as a kubelet would
          stop, resume TARGET     freezes it (SIGSTOP: it accepts and never answers), and lets it go on
          partition TARGET        drops packets to and from its port (nftables; root); metrics stay readable
          faults TARGET K=V ...   simulates failure in backends: failure_rate=0.6 failure_status=503 latency=200ms
                                  hang_rate=0.1 reset_rate=0.1 truncate_rate=0.1 flap=10s/5s
                                  capacity=65 (requests per second; more get 503)
          faults TARGET clear     and ends it
          heal TARGET             undoes all of the above
          load FACTOR             multiplies the load of every mode; 1 is --rate again
          can partition           whether packets can be dropped here, or why not
          mark EXPERIMENT FAULT on|off, mark EXPERIMENT off
                                  sets and clears the marker that dashboards and figures go by
        lab report [RUN] [--output DIR]
                     print the scoreboard of a run again (default: the last), and write its index.html anew
        lab compare A B [--output DIR]
                     print two runs' figures with the change from A to B, and write compare.html into B
        lab open [RUN] [--output DIR] [--base-port N]
                     Prometheus over what a finished run measured (default: the last), until Ctrl-C
        lab judge JOURNAL
                     the verdict of an experiment that Chaos Toolkit has run elsewhere, from its journal.json
        lab check-exposition [--format text|openmetrics] [--ordered] [FILE|-]
                     judge the body of a /metrics answer, from a file or stdin (default), by every rule of its
                     format; one line per finding
          --format                text (0.0.4) or openmetrics (1.0.0; default if the body ends in # EOF)
          --ordered               families and series must come in order, too
        lab simulate SCENARIO [--seed N] [--jobs N] [--json]
                     run the worlds of a scenario with the real patterns on a virtual clock: a path, or the name
                     of one in docs/results/simulations; the same seed gives the same to the last bit
          --seed N                in place of the scenario's
          --jobs N                worlds at once (default: the processors); changes nothing else
          --json                  all results (docs/results.md), not a table

        exit code: 0 no verdict failed and nothing found, 1 one did or something was,
        2 usage (check-exposition: 64), 69 something is missing or not ready, or every
        experiment was skipped, 130 interrupted

        """
}
