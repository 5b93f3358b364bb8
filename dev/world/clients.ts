import type { PollResult } from '#channels/channel'
import { createVisitor, readVisitorMessages, sendVisitorMessage, uploadVisitorFile } from '#contract/website'
import { findChannel, openConnection } from '#features/channels'
import { uuidv7 } from '#lib/crypto'
import type { RequestInfo } from '#lib/http/route'
import { samplePdf, sampleVoice } from '../messengers/telegram/sample-files.ts'
import type { Bot, Person } from '../messengers/telegram.ts'
import type { ClientProfile } from './cast.ts'
import type { Doors } from './doors.ts'
import { drawMachine } from './picture.ts'
import type { FileKind } from './topics.ts'

/** A client as the talks see one: writes and, where the messenger tells it, reads. */
export type Client = {
  profile: ClientProfile
  channelId: number
  /** How the messenger calls the chat; empty until the first message. */
  chat(): Promise<string>
  write(text: string, file: FileKind | null): Promise<void>
  read(messageId: string): Promise<void>
  /** Only in Telegram. */
  person: Person | null
}

export type Shop = {
  accountId: number
  bot: Bot
  botChannelId: number
  origin: string
  button: string
  siteChannelId: number
}

let drawn = 0
/** A file of each kind; every picture is another one. */
export function makeFile(kind: FileKind, isRussian: boolean): { name: string; bytes: Buffer } {
  if (kind === 'photo') {
    drawn += 1
    return { name: `IMG_${4100 + drawn}.png`, bytes: drawMachine(drawn) }
  }
  if (kind === 'voice') return { name: '', bytes: sampleVoice(7) }
  return { name: isRussian ? 'Счёт и условия.pdf' : 'Invoice.pdf', bytes: samplePdf('Bean & Steam') }
}

export function telegramClient(doors: Doors, shop: Shop, profile: ClientProfile, id: number): Client {
  const { firstName, lastName, handle, language } = profile
  const person = shop.bot.person({
    id,
    firstName,
    ...(lastName ? { lastName } : {}),
    ...(handle ? { username: handle } : {}),
    languageCode: language,
  })
  return {
    profile,
    person,
    channelId: shop.botChannelId,
    chat: async () => String(person.id),
    async write(text, file) {
      const caption = text === '' ? {} : { caption: text }
      if (file === null) person.sendText(text)
      else if (file === 'voice') person.sendVoice({ durationSeconds: 7, ...caption })
      else if (file === 'photo')
        person.sendPhoto({ bytes: makeFile('photo', true).bytes, mime: 'image/png', ...caption })
      else
        person.sendDocument({
          ...makeFile('document', language === 'ru'),
          mime: 'application/pdf',
          ...caption,
        })
      await takeUpdates(doors, shop)
    },
    read: async () => {},
  }
}

/** Takes what waits at the messenger into the account, as polling does. */
export async function takeUpdates(doors: Doors, shop: Shop): Promise<void> {
  const { telegram } = doors.messengers
  const channel = await findChannel(doors.database.db, shop.accountId, shop.botChannelId)
  if (!channel) throw new Error('The bot of the example shop has no channel')
  const connection = openConnection(doors.deps.secretKey, channel)
  let cursor: string | null = null
  for (;;) {
    const answer: PollResult | undefined = await telegram.polling?.poll(connection, cursor, {
      waitSeconds: 0,
      signal: new AbortController().signal,
    })
    if (answer?.outcome !== 'updates') throw new Error('The stand-in of Telegram does not answer')
    if (answer.updates.length === 0) return
    for (const update of answer.updates) {
      const items = telegram.receive(update, doors.clock.now)
      await doors.intake.take(
        { accountId: shop.accountId, id: shop.botChannelId, kind: 'telegram' },
        items,
        update,
      )
    }
    cursor = answer.cursor
  }
}

export async function websiteClient(
  doors: Doors,
  shop: Shop,
  profile: ClientProfile,
  number: number,
): Promise<Client> {
  const { button } = shop
  const isRussian = profile.language === 'ru'
  const request: Partial<RequestInfo> = { origin: shop.origin, ip: `192.0.2.${number}` }
  const { token } = await doors.perform(
    null,
    createVisitor,
    { button, language: profile.language },
    { request },
  )
  const known = { request: { ...request, headers: new Headers({ authorization: `Bearer ${token}` }) } }
  const name = `${profile.firstName} ${profile.lastName}`.trim()
  let chat = ''
  return {
    profile,
    person: null,
    channelId: shop.siteChannelId,
    chat: async () => chat,
    async write(text, file) {
      const fileIds: string[] = []
      if (file) {
        const { name: fileName, bytes } = makeFile(file === 'voice' ? 'document' : file, isRussian)
        const id = uuidv7()
        await doors.perform(
          null,
          uploadVisitorFile,
          { button, fileId: id, name: fileName },
          { ...known, bytes },
        )
        fileIds.push(id)
      }
      await doors.perform(
        null,
        sendVisitorMessage,
        {
          button,
          id: uuidv7(),
          text,
          fileIds,
          at: doors.clock.now.toISOString(),
          name,
          pageUrl: `${shop.origin}/versa-duo`,
          pageTitle: 'Versa Duo',
        },
        known,
      )
      chat ||= await findOwnChat(doors, shop, name)
    },
    read: async (messageId) => {
      await doors.perform(null, readVisitorMessages, { button, upTo: messageId }, known)
    },
  }
}

async function findOwnChat(doors: Doors, shop: Shop, name: string): Promise<string> {
  const row = await doors.database.db
    .selectFrom('chats')
    .select('external_chat_id')
    .where('account_id', '=', shop.accountId)
    .where('channel_id', '=', shop.siteChannelId)
    .where('person_name', '=', name)
    .executeTakeFirstOrThrow()
  return row.external_chat_id
}
