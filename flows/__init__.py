"""The compositions that Prefect runs, their parameters, and the command line.

Prefect reads its settings when it is first imported, from wherever: these must stand
before that, whichever door a flow is started through (command line, worker, server).
What the user's environment says comes first.
"""

import os

# The least that Prefect allows.
HEARTBEAT_SECONDS = 30

_PREFECT_DEFAULTS = {
    # A run that is silent for three heartbeats counts as dead (`flows.serving.automations`), also
    # one of the command line at a server. Prefect's default, 180, would end it while it works.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
    # No telemetry. On, it also breaks 7 of 10 first starts ("database is locked").
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # The second UI of Prefect's server calls a host of its makers; the first asks for nothing.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # What holds the slot of a schedule must outlive a restart of the server, or hold it for ever.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
    # One by one, the task runs of three runs at a time were stored 50 s late. In lots, whoever
    # watches the UI sees a second of delay. Prefect cuts the interval down to whole seconds: of
    # less than one it makes a loop without a pause, which keeps a core busy for ever.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    # The flow writes a line a batch. A line of Prefect for each task that went well hides it.
    "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",
    # The first start makes the database: 14 to 17 s, with a default limit of 20. Among twelve
    # others on two cores it took 65.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}
for _name, _value in _PREFECT_DEFAULTS.items():
    os.environ.setdefault(_name, _value)
