#!/bin/sh
# usage: node.sh FOLDER KUBELET NAME ADDRESS   The first process of a real node's namespaces: when it ends, everything in them does. Started by guard.sh.
folder=$1
READY_TRIES=300

# What is written to these places stays in this namespace, and in memory.
for place in /run /var/lib /var/log; do mount -t tmpfs tmpfs "$place"; done
mkdir -p "$folder/data" /run/netns
mount -t tmpfs tmpfs "$folder/data"

containerd --config "$folder/containerd.toml" >"$folder/containerd.log" 2>&1 &
tries=0
until ctr --address "$folder/containerd.sock" version >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt $READY_TRIES ] || exit 1
  sleep 0.1
done
ctr --address "$folder/containerd.sock" --namespace k8s.io images import "$folder/images.tar" || exit 1
"$2" --config="$folder/kubelet.json" --kubeconfig="$folder/kubeconfig.yaml" --root-dir="$folder/data/kubelet" \
  --cert-dir="$folder/data/certificates" --hostname-override="$3" --node-ip="$4" >"$folder/kubelet.log" 2>&1 &
# Ends when whoever started the node does.
cat >/dev/null
