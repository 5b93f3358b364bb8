import { actorKinds } from '#contract/common'
import type { ActorKind } from '#contract/common'
import { listedObjects, type ListedObject } from '#contract/event-list'
import { eventType, type EventType } from '#contract/events'

/** What one chose to see of the events; an empty list and null narrow nothing. */
export type EventChoice = {
  types: EventType[]
  authorKinds: ActorKind[]
  userIds: number[]
  channelIds: number[]
  /** With its name as it was called when it was chosen. */
  object: { kind: ListedObject; id: number; name: string } | null
  from: string | null
  to: string | null
}

export const noChoice: EventChoice = {
  types: [],
  authorKinds: [],
  userIds: [],
  channelIds: [],
  object: null,
  from: null,
  to: null,
}

export const isNarrowed = (choice: EventChoice): boolean => toSearch(choice) !== ''

/** As it stands in the address. */
export function toSearch(choice: EventChoice): string {
  const search = new URLSearchParams()
  const put = (name: string, value: string): void => {
    if (value !== '') search.set(name, value)
  }
  put('type', choice.types.join(','))
  put('author', [...choice.authorKinds, ...choice.userIds].join(','))
  put('channel', choice.channelIds.join(','))
  if (choice.object) {
    put('object', `${choice.object.kind}:${choice.object.id}`)
    put('name', choice.object.name)
  }
  put('from', choice.from ?? '')
  put('to', choice.to ?? '')
  return search.toString()
}

/** What of an address can be read; the rest is passed over. */
export function fromSearch(text: string): EventChoice {
  const search = new URLSearchParams(text)
  const listOf = (name: string): string[] => (search.get(name) ?? '').split(',')
  const idsOf = (name: string): number[] =>
    listOf(name).flatMap((one) => (/^[1-9]\d{0,14}$/.test(one) ? [Number(one)] : []))
  const dayOf = (name: string): string | null => {
    const value = search.get(name) ?? ''
    return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : null
  }
  const [kindName = '', id = ''] = (search.get('object') ?? '').split(':')
  const kind = listedObjects.find((one) => one === kindName)
  return {
    types: eventType.options.filter((type) => listOf('type').includes(type)),
    authorKinds: actorKinds.filter((one) => listOf('author').includes(one)),
    userIds: idsOf('author'),
    channelIds: idsOf('channel'),
    object:
      kind && /^[1-9]\d{0,14}$/.test(id) ? { kind, id: Number(id), name: search.get('name') ?? id } : null,
    from: dayOf('from'),
    to: dayOf('to'),
  }
}

/** As the server is asked. */
export function toWishes(choice: EventChoice): Record<string, string> {
  const wishes: Record<string, string> = {}
  const put = (name: string, value: string): void => {
    if (value !== '') wishes[name] = value
  }
  put('type', choice.types.join(','))
  put('authorKind', choice.authorKinds.join(','))
  put('userId', choice.userIds.join(','))
  put('channelId', choice.channelIds.join(','))
  put('objectKind', choice.object?.kind ?? '')
  put('objectId', choice.object ? String(choice.object.id) : '')
  put('from', choice.from ?? '')
  put('to', choice.to ?? '')
  return wishes
}
