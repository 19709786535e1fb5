extension JournalFixture {
    /// The steady state did not hold before the method, which was skipped; the tool's exit code was 0.
    static let notSteady = #"""
        {
          "chaoslib-version": "1.44.0",
          "experiment": {
            "title": "journal notSteady",
            "description": "a small experiment whose journal is judged",
            "steady-state-hypothesis": {
              "title": "steady",
              "probes": [
                {
                  "type": "probe",
                  "name": "answers are fresh",
                  "provider": {
                    "type": "python",
                    "module": "chaosprometheus.probes",
                    "func": "query",
                    "arguments": {
                      "query": "0"
                    }
                  }
                }
              ]
            },
            "method": [
              {
                "type": "action",
                "name": "break it",
                "provider": {
                  "type": "process",
                  "path": "sh",
                  "arguments": [
                    "-c",
                    "echo broken >&2; exit 0"
                  ]
                }
              },
              {
                "type": "probe",
                "name": "evidence: it broke",
                "provider": {
                  "type": "python",
                  "module": "chaosprometheus.probes",
                  "func": "query",
                  "arguments": {
                    "query": "1"
                  }
                }
              }
            ],
            "rollbacks": [
              {
                "type": "action",
                "name": "heal it",
                "provider": {
                  "type": "process",
                  "path": "sh",
                  "arguments": [
                    "-c",
                    "exit 0"
                  ]
                }
              }
            ]
          },
          "status": "completed",
          "deviated": false,
          "steady_states": {
            "before": {
              "steady_state_met": false,
              "probes": [
                {
                  "activity": {
                    "type": "probe",
                    "name": "answers are fresh",
                    "provider": {
                      "type": "python",
                      "module": "chaosprometheus.probes",
                      "func": "query",
                      "arguments": {
                        "query": "0"
                      }
                    }
                  },
                  "output": {
                    "status": "success",
                    "data": {
                      "resultType": "vector",
                      "result": [
                        {
                          "metric": {},
                          "value": [
                            1700000000.5,
                            "0"
                          ]
                        }
                      ]
                    }
                  },
                  "status": "succeeded",
                  "tolerance_met": false
                }
              ]
            },
            "after": null,
            "during": []
          },
          "run": [],
          "rollbacks": [
            {
              "activity": {
                "type": "action",
                "name": "heal it",
                "provider": {
                  "type": "process",
                  "path": "sh",
                  "arguments": [
                    "-c",
                    "exit 0"
                  ]
                }
              },
              "output": {
                "status": 0,
                "stdout": "",
                "stderr": ""
              },
              "status": "succeeded"
            }
          ]
        }
        """#
}
