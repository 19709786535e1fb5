/// `lab up`: starts the lab and stays until it is interrupted.
struct UpCommand {
    let options: RunOptions
    let interruption: Interruption
    let progress: Progress

    func execute() throws -> ExitCode {
        try RunningLab.run(options, interruption, progress) { _ in
        } body: { lab in
            let topology = lab.stack.topology
            for client in topology.instances(.client) {
                progress.note("\(client.name)  http://127.0.0.1:\(client.port)/api/data")
            }
            progress.note("prometheus  \(topology.prometheusURL)")
            progress.note("control     lab ctl status; lab chaos NAME    run \(lab.stack.directory.path)")
            try lab.watch("running; Ctrl-C stops everything", for: nil)
            return .success
        }
    }
}
