import { useState } from 'react'
import { useHotkeys } from '../lib/use-hotkeys'

/** Lets j and k walk along the rows of a list and Enter open one. */
export function useRowKeys(rows: number, open: (row: number) => void) {
  const [row, setRow] = useState(-1)
  useHotkeys({
    j: () => setRow((at) => Math.min(at + 1, rows - 1)),
    k: () => setRow((at) => Math.max(at - 1, 0)),
    Enter: () => {
      if (row >= 0 && row < rows && document.activeElement?.matches('body,main')) {
        open(row)
      }
    },
  })
  return row
}
