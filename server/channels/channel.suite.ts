import http from 'node:http'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { splitMessage, type FileKind } from '#contract/split'
import type { Connection, Messenger, OutgoingFile, OutgoingPart, SendResult } from './channel.ts'

/** One messenger with a stand-in of its network, ready to be judged. */
export type Subject = {
  messenger: Messenger
  connection: Connection
  /** A chat that may be written to. */
  chat: string
  /** Real updates of every kind the messenger has. */
  updates: unknown[]
  /** Bytes of a file the messenger takes as this kind. */
  sample(kind: FileKind): Buffer
  /** Where anybody can fetch these bytes under a path that ends in `name`; null for a messenger that takes uploads. */
  publish(kind: FileKind, bytes: Buffer, name: string): Promise<string | null>
  /** How many messages the client has got so far. */
  deliveredCount(): number
  /** What can go wrong: `arrange` lets it happen to the next call; then this comes of it and so much reaches the client. */
  faults: {
    name: string
    arrange(): void | Promise<void>
    outcome: SendResult['outcome']
    delivered: number
  }[]
  /** Ends what `arrange` began. */
  mend(): Promise<void>
  /** The same messenger with another API root, without leave to reach private addresses; null when it calls nobody. */
  strict: ((apiRoot: string) => Messenger) | null
}

/** The behaviour every messenger must have, whatever it is. Call it from the messenger's own test file. */
export function describeMessenger(name: string, subject: Subject): void {
  describe(`${name}, as any messenger`, () => {
    describeReceiving(subject)
    describeIds(subject)
    describeWebhook(subject)
    describeSending(subject)
    describeFaults(subject)
    describePrivacy(subject)
  })
}

let lastSendId = 0
const nextSendId = (): number => (lastSendId += 1)

const receivedAt = new Date('2027-01-01T00:00:00Z')

function describeReceiving({ messenger, updates }: Subject): void {
  it('receives whatever comes without ever throwing', () => {
    const junk: unknown[] = [
      undefined,
      null,
      0,
      '',
      'x',
      [],
      {},
      [[]],
      { update_id: 1 },
      { a: { b: { c: null } } },
    ]
    for (const update of [...junk, ...updates]) {
      const items = messenger.receive(update, receivedAt)
      for (const item of items) if (item.kind === 'ignored') expect(item.reason).not.toBe('')
    }
    expect(updates.length).toBeGreaterThan(0)
  })

  it('receives the same from the same: a repeat is known by its ids', () => {
    for (const update of updates) {
      expect(messenger.receive(structuredClone(update), receivedAt)).toEqual(
        messenger.receive(update, receivedAt),
      )
    }
  })

  it('gives nothing the database could not keep and no file name that could be a path', () => {
    const items = updates.flatMap((update) => messenger.receive(update, receivedAt))
    const written = items.filter(
      (item) => item.kind === 'message' || item.kind === 'edit' || item.kind === 'outside',
    )
    expect(JSON.stringify(items)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
    for (const { content, at } of written) {
      expect(Number.isNaN(at.getTime())).toBe(false)
      for (const { offset, length } of content.entities)
        expect(offset + length).toBeLessThanOrEqual(content.text.length)
      for (const file of content.attachments)
        expect(file.name).toMatch(/^[^/\\\p{Cc}\u202A-\u202E\u2066-\u2069]+$/u)
    }
    expect(written.length).toBeGreaterThan(0)
  })
}

function describeIds({ messenger, updates }: Subject): void {
  it('names the chat of whatever it tells, and gives it an id or key by which a repeat is known', () => {
    const told = updates
      .flatMap((update) => messenger.receive(update, receivedAt))
      .filter((item) => item.kind !== 'ignored')
    for (const item of told) {
      expect(item.chat).toMatch(/./)
      if (item.kind === 'typing') continue
      expect(item.at.getTime()).toBeGreaterThan(0)
      // Told again it is the same meeting.
      if (item.kind === 'met') continue
      expect('key' in item ? item.key : item.externalId).toMatch(/./)
      if (item.kind === 'receipt') expect([item.upTo, item.externalId]).toContain(null)
      if ('person' in item) expect(item.person.externalId).toMatch(/./)
    }
  })

  it('tells of a pressed button how it can be answered, and says truly whether it can tell clients that they were read', () => {
    const { actions, capabilities } = messenger
    expect(capabilities.canMarkRead).toBe(actions.markRead !== null)
    const pressed = updates
      .flatMap((update) => messenger.receive(update, receivedAt))
      .filter((item) => item.kind === 'message')
      .filter(({ content, pressId }) => content.unsupported === 'button' || pressId !== undefined)
    expect(pressed.length > 0).toBe(actions.answerPress !== null)
    for (const { pressId } of pressed) expect(pressId).toMatch(/./)
  })

  it('says something of every message: its text, a file, or the kind it cannot show', () => {
    for (const item of updates.flatMap((update) => messenger.receive(update, receivedAt))) {
      if (item.kind !== 'message' && item.kind !== 'outside') continue
      const { text, attachments, unsupported } = item.content
      expect(text !== '' || attachments.length > 0 || unsupported !== null).toBe(true)
    }
  })
}

function describeWebhook({ messenger, connection }: Subject): void {
  const { webhook } = messenger
  if (!webhook) return
  it('believes no request that proves nothing, and reads no update from what is none', () => {
    const proof = { secret: 'the secret of the channel', connection }
    for (const body of ['', '{', '{}', 'null'].map((text) => Buffer.from(text))) {
      expect(webhook.verify({ headers: {}, body }, proof)).toBe(false)
    }
    for (const body of ['', '{', 'ok']) expect(webhook.parse(Buffer.from(body))).toBeUndefined()
  })
}

function describeSending(subject: Subject): void {
  const { messenger, connection, chat } = subject
  const can = messenger.capabilities
  const part = (text: string, files: OutgoingFile[] = []): OutgoingPart => partOf(chat, text, files)

  it('takes a text and a caption as long as it says it does', async () => {
    expect(await messenger.send(connection, part('ы'.repeat(can.maxTextLength)))).toMatchObject({
      outcome: 'accepted',
    })
    const file = fileOf(subject, can.captioned === null ? 'document' : 'photo')
    const captioned = part('ы'.repeat(can.maxCaptionLength), [file])
    expect(await messenger.send(connection, captioned)).toMatchObject({ outcome: 'accepted' })
  })

  it('takes everything the splitter makes by its capabilities: each group full, each kind alone, all kinds mixed', async () => {
    const kinds: FileKind[] = ['photo', 'video', 'document', 'audio', 'voice', 'animation']
    const groups = can.fileGroups.map((group) =>
      Array.from({ length: can.maxFilesPerMessage }, () => group[0] ?? 'photo'),
    )
    for (const wanted of [...groups, ...kinds.map((kind) => [kind]), [...kinds, ...kinds]]) {
      const files = wanted.map((kind) => fileOf(subject, kind))
      const { parts, refused } = splitMessage(can, { text: 'подпись', files })
      expect(refused).toEqual([])
      for (const { text, files: positions } of parts) {
        const carried = positions.flatMap((position) => files[position] ?? [])
        const result = await messenger.send(connection, part(text, carried))
        expect([carried.map((file) => file.kind), result]).toEqual([
          carried.map((file) => file.kind),
          { outcome: 'accepted', externalIds: expect.any(Array) },
        ])
      }
    }
  })

  it('would indeed not take the files it says it refuses', async () => {
    for (const ending of can.refusedEndings) {
      const file = fileOf(subject, 'document', `файл.${ending}`)
      const { refused } = splitMessage(can, { text: '', files: [file] })
      expect(refused).toEqual([{ position: 0, reason: 'ending', ending }])
      const result = await messenger.send(connection, part('', [file]))
      expect([ending, result.outcome]).toEqual([ending, 'refused'])
    }
  })

  it('takes a place, if it says that it does, and tells the id of the message', async () => {
    if (!can.canSendLocation) return
    const location = { latitude: 59.934283, longitude: 30.335099, title: null }
    const before = subject.deliveredCount()
    expect(await messenger.send(connection, { ...part(''), location })).toEqual({
      outcome: 'accepted',
      externalIds: [expect.stringMatching(/./)],
    })
    expect(subject.deliveredCount()).toBe(before + 1)
  })

  it('gives every message that was made an id of its own', async () => {
    const results = await Promise.all(
      ['раз', 'два', 'три'].map((text) => messenger.send(connection, part(text))),
    )
    const ids = results.flatMap((result) => (result.outcome === 'accepted' ? result.externalIds : []))
    expect(new Set(ids).size).toBe(3)
  })
}

function describeFaults(subject: Subject): void {
  const { messenger, connection, chat, faults } = subject
  for (const { name, arrange, outcome, delivered } of faults) {
    it(`${name}: ${outcome}, and the client has got ${delivered}`, async () => {
      await arrange()
      const before = subject.deliveredCount()
      const result = await messenger.send(connection, partOf(chat, 'придёт ли'))
      await subject.mend()
      expect([result.outcome, subject.deliveredCount() - before]).toEqual([outcome, delivered])
      if (connection.token !== '') expect(JSON.stringify(result)).not.toContain(connection.token)
    })
  }
}

/** A server that leads everybody to `target`, and how often the target was asked. */
async function startTrap(): Promise<{ root: string; inside: string; asked(): number; close(): void }> {
  let count = 0
  const target = http.createServer((_request, response) => {
    count += 1
    response.end('ours alone')
  })
  const inside = `${await listen(target)}/inside.jpg`
  const lead = http.createServer((request, response) => {
    request.resume()
    response.writeHead(302, { location: inside }).end()
  })
  const root = await listen(lead)
  return {
    root,
    inside,
    asked: () => count,
    close: () => [target, lead].forEach((each) => each.close().closeAllConnections()),
  }
}

async function listen(server: http.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

function describePrivacy({ strict, connection, chat }: Subject): void {
  if (!strict) return
  it('reaches no private address, whatever it is told: not by number, not by name, not behind a redirect', async () => {
    const trap = await startTrap()
    const messenger = strict(trap.root)
    const { port } = new URL(trap.inside)
    const named = [
      trap.inside,
      `http://localhost:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      `${trap.root}/on`,
    ]
    for (const ref of named) {
      const fetched = await messenger.fetchFile(connection, ref)
      expect([ref, fetched.outcome]).not.toEqual([ref, 'open'])
    }
    await messenger.check(connection.token)
    await messenger.send(connection, partOf(chat, 'куда'))
    await messenger.actions.findPerson?.(connection, chat)
    await messenger.webhook?.inspect(connection)
    trap.close()
    expect(trap.asked()).toBe(0)
  })
}

function partOf(chat: string, text: string, files: OutgoingFile[] = []): OutgoingPart {
  const key = crypto.randomUUID()
  return { chat, text, files, entities: [], replyTo: null, key, sendId: nextSendId() }
}

function fileOf(subject: Subject, kind: FileKind, name = `файл.${kind}`): OutgoingFile {
  const bytes = subject.sample(kind)
  return {
    kind,
    name,
    mime: mimes[kind],
    sizeBytes: bytes.length,
    width: null,
    height: null,
    open: async () => Readable.from([bytes]),
    publicUrl: (wanted) => subject.publish(kind, bytes, wanted ?? name),
  }
}

const mimes: Record<FileKind, string> = {
  photo: 'image/jpeg',
  video: 'video/mp4',
  document: 'application/pdf',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  animation: 'image/gif',
}
