const HEIGHT = 14;

/** When something was written, small, beside its words; what it shows is told by the chart above. */
export function Sparkline({ counts }: { readonly counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  return (
    <svg
      className="log-sparkline"
      viewBox={`0 0 ${counts.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {counts.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
        // oxlint-disable-next-line react/no-array-index-key -- a stretch of time is its place
        return <rect key={i} x={i} y={HEIGHT - height} width={0.8} height={height} />;
      })}
    </svg>
  );
}
