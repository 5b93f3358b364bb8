import type { Account } from './account.ts'
import type { ChatEntry } from './account-state.ts'
import type { Person } from './person.ts'

const shownMessages = 300
const shownCalls = 12

/** All accounts and their persons, for the lists of the page. */
export const stateView = (accounts: Account[]): unknown =>
  accounts.map((account) => ({
    id: account.id,
    name: account.name,
    webhook: account.webhook,
    pending: account.pending,
    lost: account.lost.length,
    faultsWaiting: account.faults.waiting(),
    calls: account.calls.slice(-shownCalls).map(({ method, outcome, at }) => ({ method, outcome, at })),
    people: account.people().map(personView),
  }))

const personView = (person: Person): unknown => {
  const { id, name, isSubscribed, receipts } = person
  const last = person.entries().at(-1)
  return {
    id,
    name,
    isSubscribed,
    receipts,
    last: last ? { at: last.at, text: lineOf(last), isOwn: 'own' in last } : null,
  }
}

const lineOf = (entry: ChatEntry): string => {
  const { text, type } = 'own' in entry ? entry.own : entry.sent
  return typeof text === 'string' && text !== '' ? text : `[${String(type)}]`
}

/** The newest messages of a chat. */
export const chatView = (account: Account, personId: string): unknown => {
  const person = account.people().find(({ id }) => id === personId)
  if (!person) throw new Error('no such person')
  return person.entries().slice(-shownMessages).map(entryView)
}

const entryView = (entry: ChatEntry): unknown => {
  if ('own' in entry) return { at: entry.at, isOwn: true, ...entry.own }
  const { at, token, type, text, state, failure, fileName, got } = entry.sent
  const file = got ? { mime: got.mime } : null
  return { at, isOwn: false, token, type, text, state, failure, file_name: fileName, file }
}
