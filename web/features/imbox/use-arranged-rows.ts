import { useState } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { arrangeRows } from './arrange-rows.ts'
import type { Arrangement } from './arrange-rows.ts'

type Shown = { key: string; rows: readonly ConversationRow[] }

/**
 * The rows as they stand on the screen. `key` names the filter: with another one everything is new. What is held back is
 * shown as soon as the list may move, or on demand by `release`.
 */
export function useArrangedRows(
  sorted: readonly ConversationRow[],
  latest: (number: number) => ConversationRow | undefined,
  { key, isStill, pinned }: { key: string; isStill: boolean; pinned: number | null },
): Arrangement & { release: () => void } {
  const [shown, setShown] = useState<Shown>({ key, rows: [] })
  const known = shown.key === key ? shown.rows : []
  const arranged = arrangeRows(known, sorted, latest, { still: isStill, pinned })
  if (shown.key !== key || !isSameRows(known, arranged.rows)) setShown({ key, rows: arranged.rows })
  return {
    ...arranged,
    release: () => {
      const { rows } = arrangeRows(known, sorted, latest, { still: false, pinned })
      setShown({ key, rows })
    },
  }
}

function isSameRows(a: readonly ConversationRow[], b: readonly ConversationRow[]): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index])
}
