/** Circles in a graph given as node → nodes it points to: for each edge that closes one, the way around. None means there is no circle. */
export function findCircles(graph) {
  const found = [];
  const finished = new Set();
  const path = [];
  const visit = node => {
    const start = path.indexOf(node);
    if (start >= 0) found.push([...path.slice(start), node]);
    if (start >= 0 || finished.has(node)) return;
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    finished.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return found;
}
