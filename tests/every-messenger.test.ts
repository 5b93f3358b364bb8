import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ChannelView } from '#contract/channels'
import type { ConversationRow } from '#contract/conversations'
import type { MessageView } from '#contract/messages'
import { createTestDatabase } from '#lib/test-database'
import { sampleJpeg, samplePdf } from '../dev/messengers/telegram/sample-files.ts'
import { startViberStandIn } from '../dev/messengers/viber.ts'
import { startVkStandIn } from '../dev/messengers/vk.ts'
import { createTestProduct, patienceMs } from './load/test-product.ts'

// The whole product with every messenger but Telegram and the website, which have proofs of their own.
vi.setConfig({ testTimeout: patienceMs })
const database = await createTestDatabase()
const viber = await startViberStandIn({ secondMs: 20 })
const vk = await startVkStandIn({ secondMs: 20 })
const product = await createTestProduct({
  DATABASE_URL: database.connectionString,
  VIBER_API_ROOT: viber.apiRoot,
  VK_API_ROOT: vk.apiRoot,
  ALLOW_PRIVATE_NETWORK: '1',
})
afterAll(async () => {
  await viber.close()
  await vk.close()
})
beforeAll(() => product.start())

const eventually = (ask: () => unknown): ReturnType<typeof expect.poll> =>
  expect.poll(ask, { timeout: patienceMs, interval: 50 })

async function connect(kind: string, token: string): Promise<ChannelView> {
  const { status, body } = await product.ask<ChannelView>('POST', '/channels', { kind, token })
  expect([status, body.state, body.mode]).toEqual([200, 'working', 'webhook'])
  return body
}

async function rows(): Promise<ConversationRow[]> {
  const { body } = await product.ask<{ items: ConversationRow[] }>('GET', '/conversations?preset=open')
  return body.items
}

async function thread(chatId: string): Promise<MessageView[]> {
  const { body } = await product.ask<{ items: MessageView[] }>('GET', `/chats/${chatId}/messages`)
  return body.items
}

async function answer(chatId: string, text: string, fileIds: string[] = []): Promise<MessageView> {
  const body = { id: randomUUID(), text, fileIds }
  const sent = await product.ask<MessageView>('POST', `/chats/${chatId}/messages`, body)
  expect(sent.status).toBe(200)
  return sent.body
}

const rowOf = async (name: string): Promise<ConversationRow | undefined> =>
  (await rows()).find((row) => row.contact.name === name)

async function chatOf(name: string): Promise<string> {
  await eventually(() => rowOf(name)).toBeDefined()
  return (await rowOf(name))?.chatId ?? ''
}

const stateOf = async (chatId: string, id: string): Promise<unknown> =>
  (await thread(chatId)).find((message) => message.id === id)?.state

describe('Viber', () => {
  const account = viber.createAccount({ name: 'Зерно и пар' })

  test('a client writes, is answered with text, picture and file, and what became of each is seen', async () => {
    await connect('viber', account.token)
    const client = account.person({ name: 'Милица', receipts: 'delivered' })
    client.sendText('Здраво!')
    client.sendPicture({ text: 'ова кухиња' })
    const chatId = await chatOf('Милица')
    await eventually(async () =>
      (await thread(chatId)).map((one) => [one.text, one.attachments[0]?.state]),
    ).toEqual([
      ['Здраво!', undefined],
      ['ова кухиња', 'ready'],
    ])
    const plain = await answer(chatId, 'Добар дан')
    await eventually(() => stateOf(chatId, plain.id)).toBe('delivered')
    const picture = sampleJpeg(320, 240)
    const pdf = samplePdf('смета')
    const ids = [await product.upload('кухня.jpg', picture), await product.upload('смета.pdf', pdf)]
    const rich = await answer(chatId, 'Ево', ids)
    expect(rich.parts.map((part) => [part.text, part.files])).toEqual([
      ['Ево', [0]],
      ['', [1]],
    ])
    await eventually(() => stateOf(chatId, rich.id)).toBe('delivered')
    const got = client
      .received()
      .map(({ type, text, fileName, got: file }) => [type, text, fileName, file?.bytes.length])
    expect(got).toEqual([
      ['text', 'Добар дан', null, undefined],
      ['picture', 'Ево', null, picture.length],
      ['file', null, 'смета.pdf', pdf.length],
    ])
    client.read()
    await eventually(() => stateOf(chatId, rich.id)).toBe('read')
    const changed = await product.ask('PATCH', `/messages/${plain.id}`, { text: 'иначе' })
    expect(changed).toMatchObject({ status: 409, body: { error: { details: { reason: 'cannot' } } } })
  })

  test('who blocks the account is told as such, and cannot be written to', async () => {
    const client = account.person({ name: 'Јован' })
    client.sendText('Имате ли још?')
    const chatId = await chatOf('Јован')
    client.block()
    await eventually(async () => {
      const { body } = await product.ask<{ cannotWrite: string | null }>('GET', `/chats/${chatId}`)
      return body.cannotWrite
    }).toBe('blocked_by_client')
  })
})

describe('VK', () => {
  const community = vk.createCommunity({ name: 'Зерно и пар' })

  test('a client gets his name, an album in one message, and edits and reactions go both ways', async () => {
    const channel = await connect('vk', community.token)
    expect(channel.handle).toBe(community.screenName)
    const client = community.person({ firstName: 'Олег', lastName: 'Ветров' })
    const question = client.sendText('Добрый день')
    const chatId = await chatOf('Олег Ветров')
    const deal = (await rowOf('Олег Ветров'))?.card
    expect(deal?.name).toBe('Олег Ветров')
    client.edit(question.conversation_message_id, 'Добрый вечер')
    await eventually(async () => (await thread(chatId)).map((one) => one.text)).toEqual(['Добрый вечер'])
    const ids = [
      await product.upload('a.jpg', sampleJpeg(320, 240)),
      await product.upload('b.jpg', sampleJpeg(240, 320)),
    ]
    const album = await answer(chatId, 'Смотрите', ids)
    expect(album.parts.map((part) => [part.text, part.files])).toEqual([['Смотрите', [0, 1]]])
    await eventually(() => stateOf(chatId, album.id)).toBe('sent')
    expect(client.received().map(({ text, files }) => [text, files.length])).toEqual([['Смотрите', 2]])
    client.read()
    await eventually(() => stateOf(chatId, album.id)).toBe('read')
    await product.ask('PATCH', `/messages/${album.id}`, { text: 'Вот они' })
    const number = client.received()[0]?.number ?? 0
    await eventually(() => client.message(number)?.text).toBe('Вот они')
    expect(client.message(number)?.attachments).toHaveLength(2)
    await eventually(async () => (await thread(chatId)).at(-1)?.text).toBe('Вот они')
    await product.ask('PUT', `/messages/${(await thread(chatId))[0]?.id ?? ''}/reaction`, { emoji: '👍' })
    await eventually(() => client.reactionOn(question.conversation_message_id)).toBe(4)
  })

  test('what a colleague writes in VK itself answers the client here; our own messages told back are not doubled', async () => {
    community.echo = 'before'
    const client = community.person({ firstName: 'Рита', lastName: '' })
    client.sendText('Есть кто?')
    const chatId = await chatOf('Рита')
    const ours = await answer(chatId, 'Есть')
    await eventually(() => stateOf(chatId, ours.id)).toBe('sent')
    community.operatorWrites(client, 'И ещё одно')
    await eventually(async () =>
      (await thread(chatId)).map((one) => [one.author.kind, one.text, one.state]),
    ).toEqual([
      ['client', 'Есть кто?', null],
      ['user', 'Есть', 'sent'],
      ['outside', 'И ещё одно', 'sent'],
    ])
    expect(await rowOf('Рита')).toMatchObject({ isRead: true, waitingSince: null })
  })

  test('a client is shown by his picture, sees that he was read and that one writes to him; a press of his is answered', async () => {
    const client = community.person({ firstName: 'Нина', lastName: '' })
    client.setPhoto(sampleJpeg(200, 200))
    const { conversation_message_id: question } = client.sendText('Здравствуйте')
    const chatId = await chatOf('Нина')
    await eventually(async () => (await rowOf('Нина'))?.contact.avatarUrl).toMatch(/^\/api\/avatars\//)
    const { number = 0 } = (await rowOf('Нина')) ?? {}
    await product.ask('POST', `/conversations/${number}/reading`, { way: 'marked' })
    await eventually(() => client.readByCommunity).toBe(question)
    await product.ask('POST', `/chats/${chatId}/typing`)
    await eventually(() => client.isTypedTo).toBe(true)
    const press = client.press({ text: 'Записаться' })
    await eventually(() => client.isAnswered(press)).toBe(true)
    const said = (await thread(chatId)).map(({ text, unsupported }) => [text, unsupported])
    expect(said).toEqual([
      ['Здравствуйте', null],
      ['Записаться', 'button'],
    ])
  })

  test('an answer of VK that is lost is asked for again with the same number: the client gets one message', async () => {
    const client = community.person({ firstName: 'Глеб', lastName: '' })
    client.sendText('Жду')
    const chatId = await chatOf('Глеб')
    community.echo = 'after'
    community.faults.next('messages.send', { kind: 'answerDropped' })
    const ours = await answer(chatId, 'Уже везём')
    await eventually(() => stateOf(chatId, ours.id)).toBe('sent')
    expect(client.received().map((one) => one.text)).toEqual(['Уже везём'])
  })
})
