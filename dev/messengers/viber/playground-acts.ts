import type { Account } from './account.ts'
import type { Fault } from './faults.ts'
import type { Person } from './person.ts'

type Act = (person: Person, form: FormData) => unknown

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

const acts = new Map<string, Act>([
  ['text', (person, form) => person.sendText(textOf(form, 'text'))],
  ['open', (person, form) => person.open(textOf(form, 'context') || undefined)],
  ['phone', (person, form) => person.sendContact(person.name, textOf(form, 'phone'))],
  ['rename', (person, form) => person.rename(textOf(form, 'name'))],
  ['read', (person) => person.read()],
  ['receipts', (person, form) => person.tellReceipts(receiptsOf(textOf(form, 'receipts')))],
  ['block', (person) => person.block()],
  ['subscribe', (person) => person.subscribe()],
  ['sample', (person, form) => sendSample(person, textOf(form, 'kind'))],
])

const receipts = ['none', 'delivered', 'seen', 'seenFirst'] as const

const receiptsOf = (name: string): (typeof receipts)[number] =>
  receipts.find((each) => each === name) ?? 'none'

/** Does what the page asks: of the messenger, or of one person. */
export const act = async (account: Account, form: FormData): Promise<unknown> => {
  const name = textOf(form, 'act')
  if (name === 'createPerson') return { id: account.person({ name: textOf(form, 'name') || undefined }).id }
  if (name === 'clearFaults') return account.faults.clear()
  if (name === 'fault') {
    const times = Number(textOf(form, 'times')) || 1
    return account.faults.next(textOf(form, 'place') || '*', faultOf(textOf(form, 'kind')), times)
  }
  const person = account.people().find(({ id }) => id === textOf(form, 'person'))
  if (!person) throw new Error('no such person')
  if (name === 'files') return sendFiles(person, form)
  const personAct = acts.get(name)
  if (!personAct) throw new Error('no such act')
  return personAct(person, form)
}

/** One message a file; Viber has no albums. */
const sendFiles = async (person: Person, form: FormData): Promise<string[]> => {
  const files = form.getAll('file').filter((each) => typeof each !== 'string')
  const tokens: string[] = []
  for (const file of files) {
    const options = { bytes: Buffer.from(await file.arrayBuffer()), name: file.name, mime: file.type }
    const text = tokens.length === 0 ? textOf(form, 'text') : ''
    if (/^image\/(jpeg|png|gif)$/.test(file.type)) tokens.push(person.sendPicture({ ...options, text }))
    else if (file.type === 'video/mp4') tokens.push(person.sendVideo({ ...options, text }))
    else tokens.push(person.sendFile(options))
  }
  return tokens
}

const samples = new Map<string, (person: Person) => string>([
  ['picture', (person) => person.sendPicture()],
  ['file', (person) => person.sendFile({ name: 'договор.txt' })],
  ['sticker', (person) => person.sendSticker()],
  ['location', (person) => person.sendLocation()],
  ['contact', (person) => person.sendContact('Сергей', '+381605550177')],
  ['url', (person) => person.sendUrl('https://example.com/sofa')],
  ['unknown', (person) => person.sendUnknownKind('hologram', { layers: 3 })],
])

const sendSample = (person: Person, kind: string): string => {
  const send = samples.get(kind)
  if (!send) throw new Error('no such sample')
  return send(person)
}

const faultOf = (kind: string): Fault => {
  switch (kind) {
    case 'answerDropped':
    case 'cutMidAnswer':
    case 'outage':
    case 'reset':
    case 'deliverTwice':
    case 'reorder':
      return { kind }
    case 'failLater':
      return { kind, description: 'the client could not show it' }
    case 'slow':
    case 'hang':
    case 'delay':
      return { kind, ms: 8000 }
    default:
      return refusalOf(kind)
  }
}

const refusals = new Map([
  ['tokenRefused', 2],
  ['notSubscribed', 6],
  ['tooManyRequests', 12],
])

const refusalOf = (kind: string): Fault => {
  const status = refusals.get(kind)
  if (status === undefined) throw new Error('no such fault')
  return { kind: 'refuse', status }
}
