import type { HeaderContext, HeaderEntry } from './header-entry.ts'
import { useBlockEntry } from './use-block-entry.tsx'
import { useHandOverEntry } from './use-hand-over-entry.tsx'
import { useReminderEntry } from './use-reminder-entry.tsx'
import { useTaskEntry } from './use-task-entry.tsx'
import { useChooseCardEntry } from './use-choose-card-entry.tsx'
import { useMarkEntry } from './use-mark-entry.tsx'
import { useOpenCardEntry } from './use-open-card-entry.tsx'
import { useWriteElsewhereEntry } from './use-write-elsewhere-entry.tsx'

/** Everything the header's menu offers, in its order: one line an entry. */
export function useHeaderEntries(context: HeaderContext): HeaderEntry[] {
  const entries = [
    useMarkEntry(context),
    useOpenCardEntry(context),
    useChooseCardEntry(context),
    useWriteElsewhereEntry(context),
    useTaskEntry(context),
    useReminderEntry(context),
    useHandOverEntry(context),
    useBlockEntry(context),
  ]
  return entries.filter((entry) => entry !== null)
}
