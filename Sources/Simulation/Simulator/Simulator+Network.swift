import Resilience

// Requests on their way, at their endpoint, and back. An attempt's timeout is planned only where the answer may come too
// late: most attempts cost three events.

extension Simulator {
    mutating func transmit(_ attempt: Attempt, _ client: SimulatedClient) {
        let endpoint = attempt.endpoint
        guard !endpoints[endpoint].isCut(from: client.index) else { return planTimeout(attempt) }
        let place = works.take()
        let oneWay = drawLatency()
        works[place].endpoint = Int32(endpoint)
        works[place].attempt = attempt.index
        works[place].attemptTag = attempt.tag
        works[place].client = client.index
        works[place].oneWay = oneWay
        works[place].ending = .answered
        if endpoints[endpoint].isDown {
            works[place].ending = .refused
            planAnswer(place, at: now + 2 * oneWay)
        } else {
            plan(.requestThere, at: now + oneWay, place, works[place].tag)
            if now + oneWay >= attempt.end { planTimeout(attempt) }
        }
    }

    mutating func requestIsThere(_ place: Int32) {
        let number = Int(works[place].endpoint)
        endpoints[number].result.received += 1
        if endpoints[number].isDown {
            works[place].ending = .broken
            return answer(place)
        }
        if endpoints[number].isHung || endpoints[number].isCut(from: works[place].client) { return lose(place) }
        let errorRate = endpoints[number].errorRate
        if errorRate > 0, endpoints[number].random.strikes(errorRate) {
            works[place].ending = .error
            return answer(place)
        }
        works[place].isThere = true
        let model = endpoints[number].model
        if endpoints[number].busy < model.concurrency {
            serve(place, number)
        } else if endpoints[number].queue.count < model.queue {
            endpoints[number].queue.append(place)
            let waiting = endpoints[number].queue.count
            if waiting > endpoints[number].result.longestQueue { endpoints[number].result.longestQueue = waiting }
            planTimeout(of: works[place])
        } else {
            endpoints[number].result.shed += 1
            works[place].isThere = false
            works[place].ending = model.retryAfter == nil ? .unavailable : .shedding
            answer(place)
        }
    }

    private mutating func serve(_ place: Int32, _ number: Int) {
        endpoints[number].busy += 1
        works[place].isServed = true
        let done = now + endpoints[number].draw()
        plan(.workDone, at: done, place, works[place].tag)
        let work = works[place]
        if let attempt = attempt(of: work), done + work.oneWay >= attempt.end { planTimeout(attempt) }
    }

    mutating func workIsDone(_ place: Int32) {
        let number = Int(works[place].endpoint)
        endpoints[number].busy -= 1
        endpoints[number].result.served += 1
        if attempt(of: works[place]) == nil { endpoints[number].result.wasted += 1 }
        works[place].isThere = false
        works[place].isServed = false
        if endpoints[number].isHung { lose(place) } else { answer(place) }
        while endpoints[number].busy < endpoints[number].model.concurrency, let next = endpoints[number].queue.next() {
            if endpoints[number].model.skipsAbandoned, attempt(of: works[next]) == nil {
                endpoints[number].result.dropped += 1
                works.leave(next)
            } else {
                serve(next, number)
            }
        }
    }

    mutating func answerIsThere(_ place: Int32) {
        let work = works[place]
        works.leave(place)
        guard let attempt = attempt(of: work) else { return }
        if now >= attempt.end { return ended(attempt, .timedOut, retryAfter: .zero) }
        ended(attempt, work.ending, retryAfter: endpoints[Int(work.endpoint)].retryAfter)
    }

    // MARK: Messages

    private mutating func answer(_ place: Int32) {
        let work = works[place]
        if endpoints[Int(work.endpoint)].isCut(from: work.client) { return lose(place) }
        planAnswer(place, at: now + (work.ending == .answered ? retransmitted(work.oneWay) : work.oneWay))
    }

    private mutating func planAnswer(_ place: Int32, at time: Int64) {
        let work = works[place]
        plan(.answerThere, at: time, place, work.tag)
        if let attempt = attempt(of: work), time >= attempt.end { planTimeout(attempt) }
    }

    /// No answer will come.
    private mutating func lose(_ place: Int32) {
        planTimeout(of: works[place])
        works.leave(place)
    }

    private mutating func drawLatency() -> Int64 { retransmitted(latency.draw(&random)) }

    private mutating func retransmitted(_ oneWay: Int64) -> Int64 {
        guard world.network.loss > 0 else { return oneWay }
        var time = oneWay
        var pause = world.network.retransmission.nanosecondsRoundedUp
        while random.strikes(world.network.loss), pause < .max / 4 {
            time += pause
            pause *= 2
        }
        return time
    }

    /// The attempt that waits for this; nil where nobody does any more.
    private mutating func attempt(of work: Work) -> Attempt? {
        let attempt = attempts[Int(work.attempt)]
        return attempt.tag == work.attemptTag && attempt.isUnderWay ? attempt : nil
    }

    private mutating func planTimeout(of work: Work) {
        if let attempt = attempt(of: work) { planTimeout(attempt) }
    }

    private mutating func planTimeout(_ attempt: Attempt) {
        guard !attempt.hasTimer else { return }
        attempt.hasTimer = true
        plan(.attemptTimeout, at: max(now, attempt.end), attempt.index, attempt.tag)
    }

    // MARK: Faults

    mutating func fault(_ step: FaultTimeline.Step) {
        endpoints[step.endpoint].apply(step.change)
        guard case .down(true) = step.change else { return }
        // Whatever the process had is gone, and those who wait are told by their connections.
        endpoints[step.endpoint].busy = 0
        endpoints[step.endpoint].queue.removeAll()
        for place in works.works.indices.map(Int32.init)
        where works[place].isThere && Int(works[place].endpoint) == step.endpoint {
            works[place].tag &+= 1
            works[place].isThere = false
            works[place].isServed = false
            works[place].ending = .broken
            answer(place)
        }
    }
}
