import {
  IconAlertTriangle,
  IconArrowRight,
  IconBan,
  IconBriefcase,
  IconBuilding,
  IconCircleCheck,
  IconHeartHandshake,
  IconMessageCheck,
  IconMessages,
  IconPencil,
  IconShoppingBag,
  IconSquareCheck,
  IconStar,
  IconTransfer,
  IconTrash,
  IconUser,
  IconUserMinus,
  IconUserPlus,
} from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { CardRef } from '#contract/common'
import { eventWords } from '#contract/event-words'
import type { EventType, EventView } from '#contract/events'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useLanguage, useWords } from '../../lib/words.ts'
import { FeedItem } from '../../ui/feed-item.tsx'
import { useFilledText } from '../fields/use-filled-text.ts'
import { useTaggedText } from '../tags/use-tagged-text.ts'
import { useCustomerEventText } from '../customers/use-customer-event-text.ts'
import { cardWords } from './labels.ts'
import { isLinkEvent, LinkedText } from './linked-text.tsx'
import { UndoEvent } from './undo-event.tsx'
import { useLossReasons } from '../deals/use-loss-reasons.ts'
import { usePipelines } from '../deals/use-pipelines.ts'
import classes from './card.module.css'

const icon = { size: 16, stroke: 1.75 } as const
const icons: Partial<Record<EventType, ReactNode>> = {
  'conversation.opened': <IconMessages {...icon} />,
  'conversation.closed': <IconCircleCheck {...icon} />,
  'conversation.dismissed': <IconMessageCheck {...icon} />,
  'conversation.moved': <IconArrowRight {...icon} />,
  'response_time.exceeded': <IconAlertTriangle {...icon} />,
  'conversation.handed_over': <IconTransfer {...icon} />,
  'deal.created': <IconBriefcase {...icon} />,
  'deal.moved': <IconArrowRight {...icon} />,
  'deal.reassigned': <IconUser {...icon} />,
  'deal.changed': <IconPencil {...icon} />,
  'customer.created': <IconHeartHandshake {...icon} />,
  'customer.moved': <IconArrowRight {...icon} />,
  'customer.reassigned': <IconUser {...icon} />,
  'customer.purchased': <IconShoppingBag {...icon} />,
  'contact.created': <IconUser {...icon} />,
  'contact.changed': <IconPencil {...icon} />,
  'contact.linked': <IconUserPlus {...icon} />,
  'contact.unlinked': <IconUserMinus {...icon} />,
  'company.linked': <IconBuilding {...icon} />,
  'company.unlinked': <IconBuilding {...icon} />,
  'task.changed': <IconSquareCheck {...icon} />,
  'task.completed': <IconSquareCheck {...icon} />,
  'task.reopened': <IconSquareCheck {...icon} />,
  'task.deleted': <IconTrash {...icon} />,
  'note.deleted': <IconTrash {...icon} />,
  'key_action.performed': <IconStar {...icon} />,
  'participant.added': <IconUserPlus {...icon} />,
  'participant.left': <IconUserMinus {...icon} />,
  'participant.removed': <IconUserMinus {...icon} />,
  'chat.blocked': <IconBan {...icon} />,
}

type EventLineProps = {
  /** Where what it tells can be taken back; null: where it is only read. */
  card: CardRef | null
  event: EventView
  /** After the words, where events of several cards are mixed: of which one. */
  on?: ReactNode
}

/** What happened with the deal, and who did it. */
export function EventLine({ card, event, on }: EventLineProps): ReactElement {
  const text = useEventText(event)
  const by = useActor(event)
  return (
    <FeedItem icon={icons[event.type] ?? <IconPencil {...icon} />} at={event.at}>
      {isLinkEvent(event) ? <LinkedText event={event} /> : text}{' '}
      {by !== null && <bdi className={classes.by}>{by}</bdi>} {on}
      {card && <UndoEvent card={card} event={event} />}
    </FeedItem>
  )
}

/** What an event kept of a text, as it was then. */
function textOf({ before, after }: EventView, field: string): string {
  const value = after?.[field] ?? before?.[field]
  return typeof value === 'string' ? value : ''
}

function useActor({ actor }: EventView): string | null {
  const say = useWords(cardWords)
  if (actor.kind === 'system') return null
  return actor.name ?? (actor.kind === 'client' ? say('feed.by.client') : null)
}

function useEventText(event: EventView): string {
  const say = useWords(cardWords)
  const values = useValues(event)
  const nameOf = usePrincipalName()
  const colleagueName = useColleagueName()
  const filled = useFilledText()
  const tagged = useTaggedText()
  const ofCustomer = useCustomerEventText()
  const language = useLanguage()
  const number = event.number ?? 0
  switch (event.type) {
    case 'deal.filled':
    case 'customer.filled':
    case 'contact.filled':
    case 'company.filled':
      return filled(event)
    case 'deal.tagged':
    case 'customer.tagged':
    case 'contact.tagged':
    case 'company.tagged':
      return tagged(event)
    case 'conversation.closed':
      return event.after?.['way'] === 'silence'
        ? say('feed.conversation.closed.silence', { number })
        : say('feed.conversation.closed', { number })
    case 'conversation.opened':
    case 'conversation.dismissed':
    case 'conversation.moved':
    case 'response_time.exceeded':
      return say(`feed.${event.type}`, { number })
    case 'conversation.handed_over': {
      const to = event.after?.['toUserId']
      const name = (typeof to === 'number' ? colleagueName(to) : null) ?? '—'
      const said = { number, name, comment: textOf(event, 'comment') }
      return said.comment === ''
        ? say('feed.conversation.handed', said)
        : say('feed.conversation.handed.with', said)
    }
    case 'deal.created':
      return event.number === null ? say('feed.deal.created') : say('feed.deal.created.from', { number })
    case 'incoming_lead.accepted':
    case 'incoming_lead.declined':
      return say(`feed.${event.type}`)
    case 'incoming_lead.linked':
      return say('feed.incoming_lead.linked', { name: textOf(event, 'name') })
    case 'deal.moved':
      return event.after?.['lossReasonId'] === undefined
        ? say('feed.deal.moved', values('stageId'))
        : say('feed.deal.lost', { ...values('stageId'), reason: values('lossReasonId').after })
    case 'deal.reassigned':
      return say('feed.deal.reassigned', values('responsibleUserId'))
    case 'deal.changed': {
      const changed = (['name', 'budget', 'lossReasonId'] as const).filter(
        (field) => field in { ...event.before, ...event.after },
      )
      if (changed.length === 0) return say('feed.deal.changed')
      return changed
        .map((field) => say('feed.field', { field: say(`feed.field.${field}`), ...values(field) }))
        .join(', ')
    }
    case 'task.changed':
    case 'task.reopened':
    case 'task.deleted':
      return say(`feed.${event.type}`, { text: textOf(event, 'text') })
    case 'task.completed': {
      const said = { text: textOf(event, 'text'), result: textOf(event, 'result') }
      return said.result === '' ? say('feed.task.completed', said) : say('feed.task.completed.with', said)
    }
    case 'note.deleted':
      return say('feed.note.deleted')
    case 'key_action.performed':
    case 'contact.created':
    case 'contact.changed':
    case 'chat.blocked':
    case 'chat.unblocked':
    case 'message.failed':
    case 'message.uncertain':
      return say(`feed.${event.type}`)
    case 'participant.added':
    case 'participant.left':
    case 'participant.removed':
      return say(`feed.${event.type}`, { name: nameOf(event.after ?? event.before) })
    default:
      return ofCustomer(event) ?? eventWords[event.type][language]
  }
}

/** Who came or went: a user, or a group as it is called now. */
function usePrincipalName(): (principal: EventView['after']) => string {
  const { groups } = useSession()
  const colleague = useColleagueName()
  return (principal) => {
    const id = Number(principal?.['id'])
    if (principal?.['kind'] !== 'group') return colleague(id) ?? ''
    return groups.find((group) => group.id === id)?.name ?? ''
  }
}

type Field = 'stageId' | 'lossReasonId' | 'responsibleUserId' | 'name' | 'budget'

/** What a field was and became, in the words of the account as they are now. */
function useValues(event: EventView): (field: Field) => { before: string; after: string } {
  const say = useWords(cardWords)
  const format = useFormat()
  const colleague = useColleagueName()
  const pipelines = usePipelines()
  const reasons = useLossReasons()
  // Won and lost have the same ids, but not always the same names, in every pipeline.
  const stageName = (side: EventView['before'], id: number): string | undefined => {
    const own = pipelines.find((pipeline) => pipeline.id === side?.['pipelineId'])
    return [...(own?.stages ?? []), ...pipelines.flatMap(({ stages }) => stages)].find(
      (stage) => stage.id === id,
    )?.name
  }
  const show = (field: Field, side: EventView['before']): string => {
    const value = side?.[field]
    if (value === null || value === undefined || value === '') return say('feed.none')
    if (field === 'budget') return format.money(Number(value))
    if (field === 'stageId') return stageName(side, Number(value)) ?? say('feed.none')
    if (field === 'lossReasonId')
      return reasons.find(({ id }) => id === Number(value))?.name ?? say('feed.none')
    if (field === 'responsibleUserId') return colleague(Number(value)) ?? say('feed.none')
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  return (field) => ({
    before: show(field, event.before),
    after: show(field, event.after),
  })
}
