import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startVkStandIn } from '../../../dev/messengers/vk.ts'
import { sampleJpeg } from '../../../dev/messengers/telegram/sample-files.ts'
import type { ActionResult, Target } from '../channel.ts'
import { createVk } from './vk.ts'

let now = new Date()
const standIn = await startVkStandIn({ secondMs: 20, clock: () => now })
afterAll(() => standIn.close())
const community = standIn.createCommunity()
const client = community.person({ firstName: 'Ольга', lastName: 'Верещагина', screenName: 'olga_v' })
client.start()
const connection = { token: community.token, externalId: String(community.id) }
const { actions, send } = createVk({ apiRoot: standIn.apiRoot, allowsPrivateNetwork: false })
const chat = String(client.id)

beforeEach(() => (now = new Date()))
afterEach(() => community.faults.clear())

let lastSendId = 0
async function sendOurs(withPhoto = false): Promise<Target> {
  const bytes = sampleJpeg(64, 64)
  const photo = {
    kind: 'photo',
    name: 'a.jpg',
    mime: 'image/jpeg',
    sizeBytes: bytes.length,
    width: 64,
    height: 64,
    open: async () => Readable.from([bytes]),
    publicUrl: async () => null,
  } as const
  const files = withPhoto ? [photo] : []
  const part = { chat, text: 'было', entities: [], files, replyTo: null, key: 'k', sendId: (lastSendId += 1) }
  const sent = await send(connection, part)
  if (sent.outcome !== 'accepted') throw new Error(sent.outcome)
  return { chat, externalId: sent.externalIds[0] ?? '' }
}
const shown = (target: Target) => client.message(Number(target.externalId))
const edit = (target: Target, text: string, isCaption = false): Promise<ActionResult | undefined> =>
  Promise.resolve(actions.edit?.(connection, target, { text, entities: [], isCaption }))

describe('an edit', () => {
  it('changes the text, and the same text again is good', async () => {
    const target = await sendOurs()
    expect([await edit(target, 'стало'), await edit(target, 'стало')]).toEqual([
      { outcome: 'done' },
      { outcome: 'done' },
    ])
    expect(shown(target)?.text).toBe('стало')
  })

  it('of a message with files keeps them', async () => {
    const target = await sendOurs(true)
    expect(await edit(target, 'подпись', true)).toEqual({ outcome: 'done' })
    expect(shown(target)).toMatchObject({ text: 'подпись', attachments: [{ type: 'photo' }] })
  })

  it('is refused after a day, and for what is not ours or not there', async () => {
    const target = await sendOurs()
    now = new Date(now.getTime() + 25 * 3_600_000)
    expect(await edit(target, 'поздно')).toMatchObject({
      outcome: 'refused',
      detail: expect.stringMatching(/^909/),
    })
    expect(await edit({ chat, externalId: '1' }, 'чужое')).toMatchObject({ outcome: 'refused' })
    expect(await edit({ chat, externalId: '9999' }, 'нет', true)).toMatchObject({ outcome: 'refused' })
  })

  it('may have happened when no answer came', async () => {
    const target = await sendOurs()
    community.faults.next('messages.edit', { kind: 'answerDropped' })
    expect(await edit(target, 'x')).toEqual({ outcome: 'unknown', retryAfterMs: null })
    community.faults.next('messages.edit', { kind: 'error', code: 6 })
    expect(await edit(target, 'x')).toEqual({ outcome: 'unknown', retryAfterMs: 1000 })
  })
})

describe('taking back', () => {
  it('removes the message for both; one that is gone already is good', async () => {
    const target = await sendOurs()
    const twice = [await actions.remove?.(connection, target), await actions.remove?.(connection, target)]
    expect(twice).toEqual([{ outcome: 'done' }, { outcome: 'done' }])
    expect(shown(target)).toBeNull()
  })

  it('is refused after a day', async () => {
    const target = await sendOurs()
    now = new Date(now.getTime() + 25 * 3_600_000)
    expect(await actions.remove?.(connection, target)).toMatchObject({
      outcome: 'refused',
      detail: expect.stringMatching(/^924/),
    })
  })
})

describe('a reaction', () => {
  it('is set and taken away; what VK does not have is refused', async () => {
    const number = client.sendText('ура').conversation_message_id
    const target = { chat, externalId: String(number) }
    expect(await actions.react?.(connection, target, '❤️')).toEqual({ outcome: 'done' })
    expect(client.reactionOn(number)).toBe(1)
    expect(await actions.react?.(connection, target, null)).toEqual({ outcome: 'done' })
    expect(client.reactionOn(number)).toBeNull()
    expect(await actions.react?.(connection, target, '🦄')).toMatchObject({ outcome: 'refused' })
  })
})

describe('small signs', () => {
  it('typing, reading and the mark on a pressed button reach the client, and never fail', async () => {
    await actions.showTyping?.(connection, chat)
    expect(client.isTypedTo).toBe(true)
    const number = client.sendText('прочтите').conversation_message_id
    await actions.markRead?.(connection, { chat, externalId: String(number) })
    expect(client.readByCommunity).toBe(number)
    const press = client.press({ text: 'Да' })
    await actions.answerPress?.(connection, `${chat}:${press}`)
    expect(client.isAnswered(press)).toBe(true)
    await actions.answerPress?.(connection, 'nonsense')
    community.faults.next('*', { kind: 'answerDropped' }, 2)
    await actions.showTyping?.(connection, chat)
    await actions.markRead?.(connection, { chat, externalId: '1' })
  })
})

describe('a person', () => {
  it('is found with the name, address and photo of today', async () => {
    const found = { outcome: 'ok', name: 'Ольга Верещагина', handle: 'olga_v', avatarRef: null }
    expect(await actions.findPerson?.(connection, chat)).toEqual(found)
    const avatarRef = client.setPhoto(sampleJpeg(200, 200))
    client.rename('Оля')
    expect(await actions.findPerson?.(connection, chat)).toEqual({ ...found, name: 'Оля', avatarRef })
    const plain = community.person({ firstName: 'Без адреса' })
    expect(await actions.findPerson?.(connection, String(plain.id))).toMatchObject({ handle: null })
  })

  it('who deleted the account or never was is gone; when VK has troubles he is asked for later', async () => {
    const leaver = community.person()
    leaver.become('deleted')
    expect(await actions.findPerson?.(connection, String(leaver.id))).toEqual({ outcome: 'gone' })
    expect(await actions.findPerson?.(connection, '1')).toEqual({ outcome: 'gone' })
    const later = { outcome: 'later', retryAfterMs: expect.any(Number), tokenRevoked: false }
    for (const fault of [
      { kind: 'outage' },
      { kind: 'error', code: 6 },
      { kind: 'error', code: 10 },
    ] as const) {
      community.faults.next('users.get', fault)
      expect(await actions.findPerson?.(connection, chat)).toEqual(later)
    }
  })
})
