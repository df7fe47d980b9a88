import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'

interface VirtualListProps<T> {
  items: T[]
  rowHeight: number
  label: string
  head?: ReactNode
  keyOf: (item: T) => string
  row: (item: T, index: number) => ReactNode
  /** Called when the end comes into sight. */
  onEnd?: (() => void) | undefined
  selected?: number
  /** Stays at the end as items are added, as long as nobody scrolled away from it. */
  follow?: boolean
}

/** A list of any length, of which only what is in sight is drawn. */
export function VirtualList<T>({ items, rowHeight, label, head, keyOf, row, onEnd, selected, follow }: VirtualListProps<T>) {
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? index : keyOf(item)
    },
  })
  const shown = list.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (onEnd && last >= items.length - 8) {
      onEnd()
    }
  }, [last, items.length, onEnd])
  useEffect(() => {
    if (follow && atEnd.current && items.length > 0) {
      list.scrollToIndex(items.length - 1)
    }
  }, [follow, items.length, list])
  useEffect(() => {
    if (selected !== undefined && selected >= 0) {
      list.scrollToIndex(selected)
    }
  }, [selected, list])
  return (
    <div
      ref={box}
      className="virtual"
      tabIndex={0}
      role="region"
      aria-label={label}
      onScroll={(scroll) => {
        const { scrollTop, scrollHeight, clientHeight } = scroll.currentTarget
        atEnd.current = scrollHeight - scrollTop - clientHeight < rowHeight * 2
      }}
    >
      {head}
      <div className="virtual-space" style={{ height: list.getTotalSize() }}>
        {shown.map((each) => {
          const item = items[each.index]
          return (
            item !== undefined && (
              <div key={each.key} className={each.index === selected ? 'virtual-row selected' : 'virtual-row'} style={{ height: rowHeight, transform: `translateY(${each.start}px)` }}>
                {row(item, each.index)}
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}
