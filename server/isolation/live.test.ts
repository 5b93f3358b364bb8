import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { liveFrame, type LiveChange } from '#contract/live'
import { frameText } from '#lib/http/frame-text'
import { openOffices, type Office, type Person } from './test-offices.ts'
import { addThings, type Things } from './test-things.ts'

const offices = await openOffices()
const { base, anna, boris } = offices

type Listener = {
  heard: LiveChange[]
  text: () => string
  until(isThere: () => boolean): Promise<void>
  close(): void
}

async function listen(person: Person): Promise<Listener> {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/live`, {
    headers: { origin: base, cookie: person.cookie },
  })
  const heard: LiveChange[] = []
  const raw: string[] = []
  let look = (): void => {}
  const hello = Promise.withResolvers<void>()
  socket.on('error', hello.reject)
  socket.on('message', (data) => {
    const text = frameText(data)
    raw.push(text)
    const frame = liveFrame.parse(JSON.parse(text))
    if (frame.type === 'hello') hello.resolve()
    if (frame.type === 'changes') heard.push(...frame.changes)
    look()
  })
  await hello.promise
  return {
    heard,
    text: () => raw.join('\n'),
    until: (isThere) =>
      new Promise((resolve) => {
        look = () => {
          if (isThere()) resolve()
        }
        look()
      }),
    close: () => socket.close(),
  }
}

async function call({ cookie }: Person, method: string, path: string, body: object = {}): Promise<void> {
  const answer = await fetch(`${base}/api${path}`, {
    method,
    headers: { origin: base, cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status, `${path} ${await answer.text()}`).toBe(200)
}

/** Everything that is told live: a message, its conversation, a draft, typing, a changed deal and contact, a deleted company, a new channel, a name. */
async function stir(office: Office): Promise<Things> {
  const things = await addThings(offices, office)
  await call(office.admin, 'POST', '/channels', {
    kind: 'website',
    name: 'Сайт',
    origins: ['https://shop.example'],
  })
  await call(office.admin, 'POST', '/invitations', { roleId: things.roleId })
  await call(office.admin, 'POST', `/chats/${things.chatId}/messages`, {
    id: randomUUID(),
    text: office.secret,
  })
  await call(office.admin, 'POST', `/chats/${things.chatId}/typing`)
  await call(office.admin, 'PUT', `/chats/${things.chatId}/draft`, { text: office.secret })
  await call(office.admin, 'PATCH', `/deals/${things.dealId}`, { name: office.secret })
  await call(office.admin, 'PATCH', `/contacts/${things.contactId}`, { name: office.secret })
  await call(office.admin, 'POST', '/companies/deletion', { companyIds: [things.companyId] })
  await call(office.admin, 'POST', `/conversations/${things.number}/closure`, { anyway: true })
  return things
}

/** Every number inside these; the same digits in an id, a time or a cursor are none. */
function numbersIn(inside: unknown): number[] {
  if (typeof inside === 'number') return [inside]
  if (typeof inside !== 'object' || inside === null) return []
  return Object.values(inside).flatMap(numbersIn)
}

const isClosed = ({ heard }: Listener, { number }: Things): boolean =>
  heard.some((one) => one.topic === 'conversation' && one.row.number === number && one.row.closedAt !== null)

test('live updates of an account reach its people and nobody else’s; who may see nothing hears nothing of clients', async () => {
  const [ofAnna, ofBlind, ofBoris] = [
    await listen(anna.admin),
    await listen(anna.blind),
    await listen(boris.admin),
  ]
  const theirs = await stir(boris)
  await ofBoris.until(() => isClosed(ofBoris, theirs))
  const own = await stir(anna)
  await ofAnna.until(() => isClosed(ofAnna, own))
  // Updates come in the order of what happened: with this one everything before it was told.
  await call(anna.blind, 'PATCH', '/me', { language: 'en' })
  await ofBlind.until(() => ofBlind.heard.some(({ topic }) => topic === 'me'))

  expect(ofBoris.text()).toContain(boris.secret)
  const topics = new Set(ofAnna.heard.map(({ topic }) => topic))
  for (const topic of [
    'message',
    'conversation',
    'contact',
    'deal',
    'gone',
    'draft',
    'counts',
    'channels',
    'users',
  ] as const) {
    expect(topics, topic).toContain(topic)
  }
  expect(ofBlind.heard.some(({ topic }) => topic === 'gone')).toBe(false)
  for (const strange of [boris.secret, theirs.chatId, theirs.incomingId]) {
    expect(ofAnna.text()).not.toContain(strange)
    expect(ofBlind.text()).not.toContain(strange)
  }
  expect(numbersIn(ofBoris.heard)).toContain(theirs.number)
  expect(numbersIn(ofAnna.heard)).not.toContain(theirs.number)
  expect(numbersIn(ofBlind.heard)).not.toContain(theirs.number)
  expect(ofBoris.text()).not.toContain(anna.secret)
  expect(ofBlind.text()).not.toContain(anna.secret)
  expect(ofBlind.text()).not.toContain(own.chatId)
  for (const listener of [ofAnna, ofBlind, ofBoris]) listener.close()
})
