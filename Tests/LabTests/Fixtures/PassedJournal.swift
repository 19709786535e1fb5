extension JournalFixture {
    /// Everything held. Written by Chaos Toolkit 1.19.0; times, tolerances and the machine's name are left out.
    static let passed = #"""
        {
          "chaoslib-version": "1.44.0",
          "experiment": {
            "title": "journal passed",
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
                      "query": "1"
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
              "steady_state_met": true,
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
                        "query": "1"
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
                            "1"
                          ]
                        }
                      ]
                    }
                  },
                  "status": "succeeded",
                  "tolerance_met": true
                }
              ]
            },
            "after": {
              "steady_state_met": true,
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
                        "query": "1"
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
                            "1"
                          ]
                        }
                      ]
                    }
                  },
                  "status": "succeeded",
                  "tolerance_met": true
                }
              ]
            },
            "during": []
          },
          "run": [
            {
              "activity": {
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
              "output": {
                "status": 0,
                "stdout": "",
                "stderr": "broken\n"
              },
              "status": "succeeded"
            },
            {
              "activity": {
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
                        "1"
                      ]
                    }
                  ]
                }
              },
              "status": "succeeded"
            }
          ],
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
