import type { EventView } from '#contract/events'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { dayText } from './day-text.ts'
import { customerEventWords } from './event-labels.ts'
import { useCustomerPipeline } from './use-customer-stages.ts'

type Side = EventView['after']

/** What happened with a customer, in words; null for events of anything else. */
export function useCustomerEventText(): (event: EventView) => string | null {
  const say = useWords(customerEventWords)
  const format = useFormat()
  const colleague = useColleagueName()
  const pipeline = useCustomerPipeline()
  const none = say('ev.none')
  const show = (field: 'name' | 'nextPurchaseOn' | 'stageId' | 'responsibleUserId', side: Side): string => {
    const value = side?.[field]
    if (value === null || value === undefined || value === '') return none
    if (field === 'stageId') return pipeline?.stages.find(({ id }) => id === Number(value))?.name ?? none
    if (field === 'responsibleUserId') return colleague(Number(value)) ?? none
    if (typeof value !== 'string') return none
    return field === 'nextPurchaseOn' ? dayText(value, format) : value
  }
  const change = ({ before, after }: EventView, field: Parameters<typeof show>[0]) => ({
    before: show(field, before),
    after: show(field, after),
  })
  const bought = (side: Side): { sum: string; day: string } => ({
    sum: format.money(Number(side?.['amount'] ?? 0)),
    day: typeof side?.['boughtOn'] === 'string' ? dayText(side['boughtOn'], format) : none,
  })
  return (event) => {
    switch (event.type) {
      case 'customer.created':
        return say(event.after?.['dealId'] === undefined ? 'ev.created' : 'ev.created.deal')
      case 'customer.moved':
        return say('ev.moved', change(event, 'stageId'))
      case 'customer.reassigned':
        return say('ev.reassigned', change(event, 'responsibleUserId'))
      case 'customer.changed':
        return (['name', 'nextPurchaseOn'] as const)
          .filter((field) => field in { ...event.before, ...event.after })
          .map((field) => say(`ev.${field}`, change(event, field)))
          .join(', ')
      case 'customer.purchased':
        return say('ev.purchased', bought(event.after))
      case 'customer.purchase_deleted':
        return say('ev.purchase_deleted', bought(event.before))
      case 'customer.purchase_changed': {
        const [before, after] = [event.before?.['amount'], event.after?.['amount']]
        if (typeof before !== 'number' || typeof after !== 'number') return say('ev.purchase_changed')
        return say('ev.purchase_changed.sum', { before: format.money(before), after: format.money(after) })
      }
      default:
        return null
    }
  }
}
