/// The text of `lab help`.
enum Usage {
    static let text = """
        lab: two services under real faults on one machine, judged by Prometheus

        lab run      start everything, run the experiments, print the scoreboard, stop everything
          --profile quick|seed    the patterns' durations ÷ 10 (default), or as in the original
          --experiments a,b       some of chaos-experiments/local (default: all)
        lab up       start everything and stay until Ctrl-C
          both take:
          --rate N                requests per second and mode, 1 to 1000 (default 50)
          --output DIR            where runs are kept (default lab-output)
          --base-port N           the first of 36 ports, 1024 to 65000 (default 18000)
          --seed N                seeds the backends' faults (default 20)
          --fault-window SECONDS  the judged part of every fault, 10 to 3600 (default: the profile's)
        lab chaos NAME [--run DIR] [--output DIR]
                     run one experiment against the running lab and judge it
        lab ctl ACTION TARGET [--output DIR]
                     kill restart crash stop resume heal: a service, backends, clients or backends/MODE
                     faults TARGET key=value ... | faults TARGET clear
                     mark EXPERIMENT FAULT on|off | mark EXPERIMENT off    status
        lab report [RUN] [--output DIR]
                     print the scoreboard of a run again (default: the last)

        exit code: 0 all passed, 1 a verdict failed, 2 usage, 69 something is missing or not ready, 130 interrupted

        """
}
