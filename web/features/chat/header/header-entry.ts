import type { ReactNode } from 'react'
import type { ConversationRow } from '#contract/conversations'

/** What the entries of the header's menu are about. */
export type HeaderContext = {
  row: ConversationRow
  /** Opens the card; null when there is none. */
  onCard: (() => void) | null
  /** Opens another chat of the client in ImBox. */
  onNumber: (number: number) => void
}

/**
 * One thing that can be done with an opened conversation. An entry is a hook: it is called in every opened chat and answers null
 * where it cannot be done. `keys` work without the menu, too; `dialog` stands beside the menu, which is closed by then.
 */
export type HeaderEntry = {
  id: string
  label: string
  icon: ReactNode
  keys?: string
  /** Apart from the others, in red. */
  isDangerous?: boolean
  run: () => void
  dialog?: ReactNode
}
