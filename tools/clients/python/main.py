"""A program as others write it with Python's client: it does what programs do with a cluster, and says of each thing whether it went well.

usage: python3 main.py KUBECONFIG NAMESPACE POD   (the pod runs, and listens on 8080)
"""

import json
import sys
import time
import traceback

from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.rest import ApiException
from kubernetes.stream import portforward, stream

KUBECONFIG, NAMESPACE, POD = sys.argv[1:4]
WAIT_S = 15

config.load_kube_config(config_file=KUBECONFIG)
core = client.CoreV1Api()
apps = client.AppsV1Api()
batch = client.BatchV1Api()


def eventually(is_so, what):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError(f"never: {what}")


def refusal_of(call):
    try:
        call()
    except ApiException as error:
        return error
    raise AssertionError("it was not refused")


def deployment_of(name, replicas):
    labels = {"app": name}
    template = {
        "metadata": {"labels": labels},
        "spec": {"containers": [{"name": "main", "image": "registry.example/one:1"}]},
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": NAMESPACE},
        "spec": {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template},
    }


def lists():
    names = [item.metadata.name for item in core.list_namespace().items]
    assert NAMESPACE in names, names
    page = core.list_namespaced_pod(NAMESPACE, limit=1)
    assert len(page.items) == 1 and page.metadata.resource_version, page
    assert page.items[0].metadata.creation_timestamp.tzinfo is not None
    assert page.items[0].spec.containers[0].ports[0].container_port == 8080


def writes():
    name = "python"
    utils.create_from_dict(client.ApiClient(), deployment_of(name, 1))

    def ready():
        return apps.read_namespaced_deployment(name, NAMESPACE).status.ready_replicas

    eventually(lambda: ready() == 1, "one is ready")
    apps.patch_namespaced_deployment(name, NAMESPACE, {"spec": {"replicas": 2}})
    eventually(lambda: ready() == 2, "two are ready")
    scale = apps.read_namespaced_deployment_scale(name, NAMESPACE)
    assert scale.status.selector == f"app={name}", scale
    scale.spec.replicas = 0
    apps.replace_namespaced_deployment_scale(name, NAMESPACE, scale)
    eventually(lambda: apps.read_namespaced_deployment(name, NAMESPACE).status.replicas is None, "none is left")
    apps.delete_namespaced_deployment(name, NAMESPACE, propagation_policy="Foreground")
    eventually(lambda: not apps.list_namespaced_deployment(NAMESPACE).items, "it is gone")


def watches():
    seen = []
    changes = watch.Watch()
    version = core.list_namespaced_config_map(NAMESPACE).metadata.resource_version
    body = {"metadata": {"name": "watched", "labels": {"kept": "yes"}}}
    core.create_namespaced_config_map(NAMESPACE, body)
    core.create_namespaced_config_map(NAMESPACE, {"metadata": {"name": "other"}})
    core.patch_namespaced_config_map("watched", NAMESPACE, {"data": {"a": "1"}})
    core.delete_namespaced_config_map("watched", NAMESPACE)
    core.delete_namespaced_config_map("other", NAMESPACE)
    listing = changes.stream(
        core.list_namespaced_config_map,
        NAMESPACE,
        label_selector="kept=yes",
        resource_version=version,
        timeout_seconds=WAIT_S,
    )
    for event in listing:
        seen.append(f"{event['type']} {event['object'].metadata.name}")
        if event["type"] == "DELETED":
            changes.stop()
    assert seen == ["ADDED watched", "MODIFIED watched", "DELETED watched"], seen


def server_side_apply():
    path = f"/api/v1/namespaces/{NAMESPACE}/configmaps/applied"

    def apply_as(manager, value, force):
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied"}, "data": {"a": value}}
        answer, _, _ = core.api_client.call_api(
            path,
            "PATCH",
            # Text is sent as it is, and the library writes switches with a capital letter.
            body=json.dumps(body),
            query_params=[("fieldManager", manager), ("force", force)],
            header_params={"Content-Type": "application/apply-patch+yaml", "Accept": "application/json"},
            auth_settings=["BearerToken"],
            response_type="V1ConfigMap",
        )
        return answer

    apply_as("one", "1", False)
    refusal = refusal_of(lambda: apply_as("two", "2", False))
    assert refusal.status == 409 and "conflict" in refusal.body, refusal.body
    forced = apply_as("two", "2", True)
    assert forced.data == {"a": "2"} and len(forced.metadata.managed_fields) == 1, forced
    core.delete_namespaced_config_map("applied", NAMESPACE)


def dynamic_client():
    kinds = dynamic.DynamicClient(client.ApiClient())
    maps = kinds.resources.get(api_version="v1", kind="ConfigMap")
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "dynamic"}, "data": {"a": "1"}}
    assert maps.create(body=body, namespace=NAMESPACE).data.a == "1"
    assert "dynamic" in [item.metadata.name for item in maps.get(namespace=NAMESPACE).items]
    maps.delete(name="dynamic", namespace=NAMESPACE)


def runs_command():
    command = ["sh", "-c", "read line; echo $line; echo bad >&2; exit 3"]
    asked = stream(
        core.connect_get_namespaced_pod_exec,
        POD,
        NAMESPACE,
        command=command,
        stdin=True,
        stdout=True,
        stderr=True,
        tty=False,
        _preload_content=False,
    )
    asked.write_stdin("said\n")
    asked.run_forever(timeout=WAIT_S)
    said = (asked.read_stdout(), asked.read_stderr(), asked.returncode)
    assert said == ("said\n", "bad\n", 3), said


def forwards():
    ports = portforward(core.connect_get_namespaced_pod_portforward, POD, NAMESPACE, ports="8080")
    socket = ports.socket(8080)
    socket.setblocking(True)
    socket.sendall(b"GET / HTTP/1.1\r\nHost: one\r\nConnection: close\r\n\r\n")
    answer = socket.recv(1024)
    socket.close()
    assert answer.startswith(b"HTTP/1.1 "), answer
    assert ports.error(8080) is None, ports.error(8080)


def logs():
    text = core.read_namespaced_pod_log(POD, NAMESPACE, container="main", tail_lines=5, timestamps=True)
    assert isinstance(text, str)


def refusals():
    missing = refusal_of(lambda: core.read_namespaced_pod("nobody", NAMESPACE))
    assert missing.status == 404 and '"reason":"NotFound"' in missing.body, missing.body
    invalid = refusal_of(lambda: core.create_namespaced_config_map(NAMESPACE, {"metadata": {"name": "Not A Name"}}))
    assert invalid.status == 422 and "causes" in invalid.body, invalid.body


def cron_job():
    pod = {"restartPolicy": "Never", "containers": [{"name": "main", "image": "registry.example/one:1"}]}
    template = {"spec": {"template": {"spec": pod}}}
    spec = {"schedule": "0 0 1 1 *", "suspend": True, "jobTemplate": template}
    batch.create_namespaced_cron_job(NAMESPACE, {"metadata": {"name": "by-hand"}, "spec": spec})
    batch.patch_namespaced_cron_job("by-hand", NAMESPACE, {"spec": {"suspend": False}})
    assert batch.read_namespaced_cron_job("by-hand", NAMESPACE).spec.suspend is False
    batch.delete_namespaced_cron_job("by-hand", NAMESPACE)


STEPS = {
    "lists are read, with numbers and times as they are": lists,
    "a Deployment is made, patched, scaled and deleted": writes,
    "a watch sees what a selector chooses come, change and go": watches,
    "server-side apply names its conflict, and takes over when told": server_side_apply,
    "a client that knows no kinds finds them": dynamic_client,
    "a command runs, with its input, both outputs and its exit code": runs_command,
    "a port is forwarded": forwards,
    "a log is read": logs,
    "a refusal is told by its reason": refusals,
    "a CronJob is made, resumed and deleted": cron_job,
}

for name, step in STEPS.items():
    try:
        step()
        print(f"ok {name}")
    except Exception:
        print(f"FAILED {name}: {traceback.format_exc()}".replace("\n", " | "))
