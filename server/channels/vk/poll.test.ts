import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startVkStandIn, type Community, type Person } from '../../../dev/messengers/vk.ts'
import type { Connection, Incoming } from '../channel.ts'
import { createVk } from './vk.ts'

const standIn = await startVkStandIn({ secondMs: 20, keptEvents: 5 })
afterAll(() => standIn.close())
const vk = createVk({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
const { polling } = vk
if (!polling) throw new Error('VK can be polled')

let community: Community
let client: Person
let connection: Connection
let cursor: string | null
let taken: Incoming[]

beforeEach(async () => {
  community = standIn.createCommunity()
  client = community.person()
  connection = { token: community.token, externalId: String(community.id) }
  cursor = null
  taken = []
  await poll()
})
afterEach(() => community.faults.clear())

/** One question; what came is taken before the cursor moves. */
async function poll(waitSeconds = 0): Promise<string> {
  const options = { waitSeconds, signal: new AbortController().signal }
  const result = await polling?.poll(connection, cursor, options)
  if (result?.outcome !== 'updates') return result?.failure.detail ?? ''
  taken.push(...result.updates.flatMap((update) => vk.receive(update, new Date())))
  cursor = result.cursor
  return 'ok'
}
const told = (): string[] =>
  taken.flatMap((item) => (item.kind === 'message' || item.kind === 'outside' ? [item.content.text] : []))

describe('polling', () => {
  it('switches everything we want to hear of on, and brings what happens from then on', async () => {
    client.sendText('раз')
    client.read()
    client.type()
    await poll()
    expect(taken.map(({ kind }) => kind)).toEqual(['message', 'receipt', 'typing'])
    await poll()
    expect(taken.length).toBe(3)
  })

  it('brings at first what nobody may have taken before: the last hour, and who waits for an answer since a day', async () => {
    const hoursAgo = (hours: number) => ({ date: new Date(Date.now() - hours * 3_600_000) })
    client.sendText('только что')
    community.operatorWrites(client, 'ответили')
    community.person().sendText('ждёт с утра', hoursAgo(5))
    community.person().sendText('ждёт неделю', hoursAgo(24 * 7))
    const answered = community.person()
    answered.sendText('давно', hoursAgo(6))
    answered.send({ text: 'ответили давно', from_id: -community.id }, hoursAgo(5))
    cursor = null
    await poll()
    expect(told()).toEqual(['ждёт с утра', 'только что', 'ответили'])
    taken = []
    await poll()
    expect(taken).toEqual([])
  })

  it('waits for what is new, as long as it is told to', async () => {
    const waiting = poll(25)
    client.sendText('пришло')
    await waiting
    expect(told()).toEqual(['пришло'])
  })

  it('ends at once when it is aborted', async () => {
    const leaving = new AbortController()
    const waiting = polling.poll(connection, cursor, { waitSeconds: 25, signal: leaving.signal })
    leaving.abort()
    expect(await waiting).toMatchObject({ outcome: 'failed', failure: { state: 'unreachable' } })
  })

  it('goes on with the same events when an answer was lost', async () => {
    client.sendText('раз')
    for (const fault of [{ kind: 'answerDropped' }, { kind: 'cutMidAnswer' }, { kind: 'outage' }] as const) {
      community.faults.next('longPoll', fault)
      expect(await poll()).not.toBe('ok')
    }
    await poll()
    expect(told()).toEqual(['раз'])
  })

  it('takes a new key when the old one has run out and misses nothing', async () => {
    client.sendText('раз')
    community.longPoll.expireKey()
    client.sendText('два')
    await poll()
    await poll()
    expect(told()).toEqual(['раз', 'два'])
  })

  it('reads talks again when the oldest events were lost: nothing is missing, and what comes twice has the same id', async () => {
    client.sendText('до')
    await poll()
    for (const text of ['1', '2', '3', '4', '5', '6', '7']) client.sendText(text)
    await poll()
    client.sendText('после')
    await poll()
    expect(new Set(told())).toEqual(new Set(['до', '1', '2', '3', '4', '5', '6', '7', 'после']))
    const written = taken.flatMap((item) => (item.kind === 'message' ? [item] : []))
    expect(new Set(written.map(({ externalId }) => externalId)).size).toBe(9)
  })

  it('reads all talks again when everything was lost, both sides of them and many pages', async () => {
    const others = Array.from({ length: 210 }, () => community.person())
    community.longPoll.loseEverything()
    for (const each of others) each.sendText(`от ${each.id}`)
    for (let count = 0; count < 205; count += 1) client.sendText(`строка ${count}`)
    community.operatorWrites(client, 'ответ из ВК')
    community.faults.next('messages.getHistory', { kind: 'error', code: 6 })
    expect(await poll()).toBe('ok')
    expect(told().length).toBe(210 + 205 + 1)
    expect(told().at(-1)).toBe('ответ из ВК')
    expect(taken.at(-1)).toMatchObject({ kind: 'outside', chat: String(client.id) })
    client.sendText('дальше')
    await poll()
    expect(told().at(-1)).toBe('дальше')
  })

  it('keeps its place when talks cannot be read now, and reads them the next time', async () => {
    community.longPoll.loseEverything()
    client.sendText('потеряно')
    const before = cursor
    community.faults.next('messages.getHistory', { kind: 'outage' })
    expect(await poll()).not.toBe('ok')
    expect(cursor).toBe(before)
    await poll()
    expect(told()).toEqual(['потеряно'])
  })

  it('does not read what is older than what was lost', async () => {
    client.sendText('давно', { date: new Date(Date.now() - 3_600_000) })
    const other = community.person()
    other.sendText('и это', { date: new Date(Date.now() - 7_200_000) })
    await poll()
    const before = taken.length
    community.longPoll.loseEverything()
    await poll()
    expect(taken.length).toBe(before)
  })

  it('begins anew with a cursor it cannot read, and tells when the right is missing', async () => {
    cursor = 'не JSON'
    expect(await poll()).toBe('ok')
    community.rights = ['messages']
    cursor = null
    expect(await poll()).toMatch(/rights/)
  })
})
