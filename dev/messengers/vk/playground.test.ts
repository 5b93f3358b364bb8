import { afterEach, beforeEach, expect, test } from 'vitest'
import { missingParts } from '../lib/testing.ts'
import { startVkStandIn, type Community, type VkStandIn } from '../vk.ts'
import { call, codeOf } from './testing.ts'

let standIn: VkStandIn
let community: Community

beforeEach(async () => {
  standIn = await startVkStandIn({ firstId: 5000 })
  community = standIn.createCommunity({ name: 'Лавка' })
})
afterEach(() => standIn.close())

const act = async (
  fields: Record<string, string | File>,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  const address = `${standIn.apiRoot}/playground/act?community=${community.id}`
  return fetch(address, { method: 'POST', body, headers })
}

const chat = async (person: number): Promise<unknown> => {
  const query = new URLSearchParams({ community: String(community.id), person: String(person) })
  return (await fetch(`${standIn.apiRoot}/playground/chat?${query}`)).json()
}

test('the page and its parts are served, and the root leads to it', async () => {
  const page = await fetch(`${standIn.apiRoot}/`)
  expect(page.url).toBe(`${standIn.apiRoot}/playground`)
  expect(await missingParts(page.url)).toEqual([])
  expect((await fetch(`${standIn.apiRoot}/playground/other.js`)).status).toBe(404)
})

test('a person made on the page writes, answers and reacts under numbers that go on from the first id', async () => {
  await act({ act: 'createPerson', name: 'Вера Лескова' })
  const [person] = community.people()
  const id = person?.id ?? 0
  await act({ act: 'text', person: String(id), text: 'Добрый день' })
  await call(standIn.apiRoot, community, 'messages.send', {
    peer_id: id,
    message: 'Здравствуйте',
    random_id: 1,
  })
  await act({ act: 'text', person: String(id), text: 'Ещё вопрос', replyTo: '5002' })
  await act({ act: 'react', person: String(id), number: '5002', reaction: '4' })
  expect(await chat(id)).toMatchObject({
    messages: [
      { text: 'Добрый день', conversation_message_id: 5001 },
      { text: 'Здравствуйте', conversation_message_id: 5002 },
      { text: 'Ещё вопрос', reply_message: { conversation_message_id: 5002 } },
    ],
    reactions: [
      [5001, [null, null]],
      [5002, [4, null]],
      [5003, [null, null]],
    ],
  })
})

test('who is open from the start can be written to, who has forbidden it cannot', async () => {
  const open = community.person({ standing: 'open' })
  const denied = community.person({ standing: 'denied' })
  const codes: unknown[] = []
  for (const { id } of [open, denied]) {
    const parameters = { peer_id: id, message: 'Здравствуйте', random_id: id }
    codes.push(codeOf(await call(standIn.apiRoot, community, 'messages.send', parameters)))
  }
  expect(codes).toEqual([null, 901])
})

test('another site cannot act through the page', async () => {
  expect((await act({ act: 'createPerson' }, { origin: 'https://evil.example' })).status).toBe(403)
  expect(community.people()).toEqual([])
})
