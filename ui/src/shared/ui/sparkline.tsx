export function Sparkline({ values, label }: { values: number[]; label: string }) {
  const highest = Math.max(...values, 1)
  const width = 100 / Math.max(values.length, 1)
  return (
    <svg className="sparkline" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label={label}>
      {values.map((value, index) => {
        const height = value === 0 ? 0.8 : Math.max((value / highest) * 20, 2)
        // oxlint-disable-next-line react/no-array-index-key -- a bar is its place in time
        return <rect key={index} x={index * width} y={20 - height} width={width * 0.75} height={height} />
      })}
    </svg>
  )
}
