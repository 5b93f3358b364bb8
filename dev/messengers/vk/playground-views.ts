import type { Community } from './community.ts'
import type { Person } from './person.ts'

const shownMessages = 300
const shownCalls = 12

/** All communities and their people, for the lists of the page. */
export const stateView = (communities: Community[]): unknown =>
  communities.map((community) => ({
    id: community.id,
    name: community.name,
    screenName: community.screenName,
    callback: community.servers.map(({ url, status }) => `${url} (${status})`),
    isPolled: community.longPoll.isEnabled,
    pending: community.pending(),
    faultsWaiting: community.faults.waiting(),
    calls: community.calls.slice(-shownCalls).map(({ method, outcome, at }) => ({ method, outcome, at })),
    people: community.people().map(personView),
  }))

const personView = (person: Person): unknown => {
  const last = person.history().at(-1)
  const kinds = last?.attachments.map((each) => `[${String(each['type'])}]`).join(' ') ?? ''
  return {
    id: person.id,
    name: person.name,
    standing: person.standing,
    last: last ? { date: last.date, text: last.text || kinds || '…' } : null,
  }
}

/** The newest messages of a talk, as VK writes them. */
export const chatView = (community: Community, personId: number): unknown => {
  const person = community.people().find(({ id }) => id === personId)
  if (!person) throw new Error('no such person')
  const messages = person.history().slice(-shownMessages)
  // The person's own and the community's.
  const reactions = messages.map(({ conversation_message_id: number }) => [
    number,
    [person.reactionTo(number), person.reactionOn(number)],
  ])
  return {
    standing: person.standing,
    messages,
    reactions,
    readByCommunity: person.readByCommunity,
    keyboard: keyboardOf(person),
  }
}

/** Buttons of the last keyboard that was sent. */
const keyboardOf = (person: Person): unknown => {
  const last = person.received().findLast(({ keyboard }) => keyboard !== '')
  const parsed: unknown = last ? JSON.parse(last.keyboard) : null
  return typeof parsed === 'object' && parsed !== null && 'buttons' in parsed ? parsed.buttons : []
}
