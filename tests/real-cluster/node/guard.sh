#!/bin/sh
# usage: guard.sh FOLDER   Keeps a real node: it ends, and leaves nothing behind, when the pipe on standard input ends, however that came.
# One node at a time: another waits. Says "ready" when FOLDER may be filled, then waits for a line, then starts node.sh from FOLDER in
# process and mount namespaces of its own: when their first process ends, the kernel ends all others, and their mounts are gone.
trap '' INT TERM HUP
folder=$1
here=$(dirname "$0")
bridge=lanthorn0
cgroup=lanthorn-node
# What a kubelet sets for the whole machine.
sysctls='vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes'
WAIT_SECONDS=300

sweep() {
  ip link delete "$bridge" 2>/dev/null
  # A group is busy for a moment after its last process.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    for root in /sys/fs/cgroup /sys/fs/cgroup/*; do
      [ -d "$root/$cgroup" ] && find "$root/$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null
    done
    ls -d /sys/fs/cgroup/$cgroup /sys/fs/cgroup/*/$cgroup >/dev/null 2>&1 || break
    sleep 0.2
  done
  [ -e "$folder/sysctls" ] && while read -r name value; do echo "$value" >"/proc/sys/$name"; done <"$folder/sysctls"
  rm -rf "$folder"
}

exec 9>"$folder.lock"
flock -w "$WAIT_SECONDS" 9 || { echo "another real node has run on this machine for $WAIT_SECONDS s" >&2; exit 1; }
# What one left whose guard was killed too.
sweep
mkdir -m 700 "$folder"
for name in $sysctls; do
  [ -e "/proc/sys/$name" ] && echo "$name $(cat "/proc/sys/$name")"
done >"$folder/sysctls"
echo ready
if read -r address kubelet name; then
  ip link add "$bridge" type bridge && ip address add "$address" dev "$bridge" && ip link set "$bridge" up
  # Version 1 has a tree for each controller.
  for root in /sys/fs/cgroup /sys/fs/cgroup/*; do
    case $root in */unified) continue ;; esac
    [ -e "$root/cgroup.procs" ] && mkdir -p "$root/$cgroup"
  done
  unshare --fork --pid --kill-child --mount --mount-proc sh "$here/node.sh" "$folder" "$kubelet" "$name" "${address%/*}" >"$folder/node.log" 2>&1
fi
sweep
