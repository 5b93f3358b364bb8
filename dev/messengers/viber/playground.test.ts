import { afterEach, beforeEach, expect, test } from 'vitest'
import { missingParts } from '../lib/testing.ts'
import { startViberStandIn, type Account, type ViberStandIn } from '../viber.ts'
import { call, startReceiver, type Receiver } from './testing.ts'

let standIn: ViberStandIn
let account: Account
let receiver: Receiver

beforeEach(async () => {
  standIn = await startViberStandIn()
  receiver = await startReceiver()
  account = standIn.createAccount({ name: 'Лавка' })
  await call(standIn.apiRoot, account.token, 'set_webhook', { url: receiver.url })
})
afterEach(() => Promise.all([standIn.close(), receiver.close()]))

const act = async (
  fields: Record<string, string | File>,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  const address = `${standIn.apiRoot}/playground/act?account=${encodeURIComponent(account.id)}`
  return fetch(address, { method: 'POST', body, headers })
}

test('the page and its parts are served, and the root leads to it', async () => {
  const page = await fetch(`${standIn.apiRoot}/`)
  expect(page.url).toBe(`${standIn.apiRoot}/playground`)
  expect(await missingParts(page.url)).toEqual([])
  expect((await fetch(`${standIn.apiRoot}/playground/other.js`)).status).toBe(404)
})

test('a person made on the page writes and sends files, and the answer is in their chat', async () => {
  await act({ act: 'createPerson', name: 'Вера' })
  const person = account.people()[0]
  const id = person?.id ?? ''
  await act({ act: 'text', person: id, text: 'Добрый день' })
  await act({
    act: 'files',
    person: id,
    text: 'план',
    file: new File(['x'], 'план.png', { type: 'image/png' }),
  })
  await act({ act: 'sample', person: id, kind: 'location' })
  const sender = { name: 'Лавка' }
  const answer = { receiver: id, type: 'text', text: 'Здравствуйте, Вера', sender }
  await call(standIn.apiRoot, account.token, 'send_message', answer)
  await account.settled()
  const query = new URLSearchParams({ account: account.id, person: id })
  const chat = await fetch(`${standIn.apiRoot}/playground/chat?${query}`)
  expect(await chat.json()).toMatchObject([
    { isOwn: true, text: 'Добрый день' },
    { isOwn: true, type: 'picture', text: 'план', file_name: 'план.png' },
    { isOwn: true, type: 'location' },
    { isOwn: false, text: 'Здравствуйте, Вера', state: 'delivered' },
  ])
})

test('what the client reports of messages is chosen on the page', async () => {
  const person = account.person({ isSubscribed: true })
  await act({ act: 'receipts', person: person.id, receipts: 'seen' })
  const answer = { receiver: person.id, type: 'text', text: 'Ждём', sender: { name: 'Лавка' } }
  await call(standIn.apiRoot, account.token, 'send_message', answer)
  await account.settled()
  expect(person.received()[0]?.state).toBe('seen')
})

test('a fault switched on from the page strikes, and one that is none is refused', async () => {
  await act({ act: 'fault', place: 'get_account_info', kind: 'tooManyRequests', times: '1' })
  expect(await call(standIn.apiRoot, account.token, 'get_account_info')).toMatchObject({ status: 12 })
  expect((await act({ act: 'fault', kind: 'earthquake' })).status).toBe(400)
})

test('another site cannot act through the page', async () => {
  expect((await act({ act: 'createPerson' }, { origin: 'https://evil.example' })).status).toBe(403)
  expect(account.people()).toEqual([])
})

test('every change is told to open pages', async () => {
  const live = await fetch(`${standIn.apiRoot}/playground/live`)
  const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  account.person()
  expect((await reader?.read())?.value).toContain('data:')
  await reader?.cancel()
})
