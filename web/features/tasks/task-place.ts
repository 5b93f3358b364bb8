import type { EntityRef } from '#contract/common'
import type { TaskView } from '#contract/tasks'
import type { TasksHolder } from './tasks-data.ts'

/** Where a task belongs, of what one sees; null: nowhere. */
export function placeOf({ card, contact, company }: TaskView): (EntityRef & { name: string }) | null {
  if (card) return card
  if (contact) return { kind: 'contact', ...contact }
  return company && { kind: 'company', ...company }
}

/** The card, contact or company that tasks of a page belong to. */
export function holderOf(holder: TasksHolder): EntityRef {
  if ('card' in holder) return holder.card
  return 'contactId' in holder
    ? { kind: 'contact', id: holder.contactId }
    : { kind: 'company', id: holder.companyId }
}
