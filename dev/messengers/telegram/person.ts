import { randomBytes } from 'node:crypto'
import type { CallbackQuery, PhotoSize } from '@grammyjs/types'
import { type MessageOptions, PersonChat, type Sent } from './person-chat.ts'
import { type FileOptions, mediaFields } from './person-media.ts'
import { newPoll, pressedMessage } from './person-shapes.ts'
import { findButton } from './pressed-button.ts'
import { emitRaw } from './raw-update.ts'
import { sampleJpeg } from './sample-files.ts'

export type MediaOptions = MessageOptions & FileOptions
export type AlbumPart = FileOptions & { kind: 'photo' | 'video' | 'document' | 'audio' }
export type PressOptions = { message?: 'full' | 'inaccessible' | 'absent' }
export type Profile = { firstName?: string; lastName?: string; username?: string; languageCode?: string }

const callbackLifeSeconds = 150

/** A client: everything a person can do in the private chat with the bot. */
export class Person extends PersonChat {
  private readonly reactions = new Map<number, string>()

  sendPhoto(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'photo', options), options)
  }

  sendDocument(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'document', options), options)
  }

  sendVoice(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'voice', options), options)
  }

  sendVideo(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'video', options), options)
  }

  sendVideoNote(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'video_note', options), options)
  }

  sendAudio(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'audio', options), options)
  }

  sendAnimation(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'animation', options), options)
  }

  sendSticker(options: MediaOptions = {}): Sent {
    return this.send(mediaFields(this.bot.files, 'sticker', options), options)
  }

  /** Several messages with one media_group_id; `between` runs after every part but the last. */
  sendAlbum(parts: AlbumPart[], options: { between?: (index: number) => void } = {}): Sent[] {
    const media_group_id = this.bot.nextMediaGroupId()
    return parts.map((part, index) => {
      const sent = this.send({ ...mediaFields(this.bot.files, part.kind, part), media_group_id })
      if (index < parts.length - 1) options.between?.(index)
      return sent
    })
  }

  sendLocation(latitude = 55.7512, longitude = 37.6184, options: MessageOptions = {}): Sent {
    return this.send({ location: { latitude, longitude } }, options)
  }

  sendVenue(title = 'Кофейня «Полдень»', address = 'Тихая улица, 4', options: MessageOptions = {}): Sent {
    const location = { latitude: 55.7601, longitude: 37.6186 }
    return this.send({ venue: { location, title, address }, location }, options)
  }

  /** Answers a request_contact button: the contact's user_id is the sender's. */
  shareOwnPhone(phone: string, options: MessageOptions = {}): Sent {
    const { first_name, last_name, id } = this.current
    return this.send({ contact: { phone_number: phone, first_name, last_name, user_id: id } }, options)
  }

  /** Somebody else's contact card. */
  sendContact(contact: {
    phone: string
    firstName: string
    lastName?: string
    userId?: number
    vcard?: string
  }): Sent {
    const { phone, firstName, lastName, userId, vcard } = contact
    return this.send({
      contact: { phone_number: phone, first_name: firstName, last_name: lastName, user_id: userId, vcard },
    })
  }

  sendPoll(question = 'Когда вам удобно?', answers: string[] = ['Утром', 'Вечером']): Sent {
    return this.send({ poll: newPoll(question, answers) })
  }

  sendDice(emoji = '🎲', value = 4): Sent {
    return this.send({ dice: { emoji, value } })
  }

  /** A message whose content has a name the Bot API has not had so far. */
  sendUnknownKind(field: string, value: unknown): Sent {
    return this.send({ [field]: value })
  }

  /** An update that a careless receiver stumbles over, though it is good JSON. */
  sendPoisonous(how: 'nul' | 'loneSurrogate' | 'wrongTypes' = 'nul'): Sent {
    if (how === 'nul') return this.send({ text: 'before\u0000after' })
    if (how === 'loneSurrogate') return this.send({ text: 'cut in half: \ud83d' })
    const message = { message_id: 'seven', from: null, chat: this.record.chat, date: 'yesterday', text: {} }
    return { updateId: this.raw({ message }), messageId: 0 }
  }

  /** The account is deleted: names vanish, sends are refused for good. No update tells the bot. */
  deleteAccount(): void {
    this.setUser({ id: this.id, is_bot: false, first_name: '' })
    this.record.standing = 'deactivated'
  }

  rename(profile: Profile): void {
    const user = this.current
    this.setUser({
      id: this.id,
      is_bot: false,
      first_name: profile.firstName ?? user.first_name,
      last_name: (profile.lastName ?? user.last_name) || undefined,
      username: (profile.username ?? user.username) || undefined,
      language_code: profile.languageCode ?? user.language_code,
    })
  }

  /** The same bytes in each size: nothing is made smaller here. */
  setProfilePhoto(bytes: Uint8Array = sampleJpeg(640, 640)): PhotoSize[] {
    const sizes = [160, 640].map((side): PhotoSize => {
      const picture = { kind: 'photo', mime: 'image/jpeg', width: side, height: side } as const
      const { fileId, uniqueId, size } = this.bot.files.add({ ...picture, bytes: Buffer.from(bytes) })
      return { file_id: fileId, file_unique_id: uniqueId, width: side, height: side, file_size: size }
    })
    this.record.profilePhotos.unshift(sizes)
    return sizes
  }

  removeProfilePhotos(): void {
    this.record.profilePhotos.length = 0
  }

  /** Presses an inline button; without `messageId` the newest message that has one with this data. */
  press(
    callbackData: string,
    messageId?: number,
    options: PressOptions = {},
  ): { updateId: number; callbackId: string } {
    const message = findButton(this.record, callbackData, messageId)
    const callbackId = randomBytes(8).readBigUInt64BE().toString()
    this.bot.callbacks.set(callbackId, this.bot.surroundings.now())
    const query: CallbackQuery = {
      id: callbackId,
      from: this.current,
      ...pressedMessage(message, options.message ?? 'full'),
      chat_instance: `-${this.id}77`,
      data: callbackData,
    }
    const until = this.bot.surroundings.now() + callbackLifeSeconds
    const updateId = this.bot.emit(
      { callback_query: query },
      `callback_query:${this.id}`,
      'callback_query',
      until,
    )
    return { updateId, callbackId }
  }

  /** Whether the button waits no longer. */
  isAnswered(callbackId: string): boolean {
    return !this.bot.callbacks.has(callbackId)
  }

  reactionTo(messageId: number): string | null {
    return this.reactions.get(messageId) ?? null
  }

  /** What the bot has reacted with. */
  reactionOfBot(messageId: number): string | null {
    return this.record.reactions.get(messageId) ?? null
  }

  /** Sets or, with null, takes away a reaction; told only to bots that asked for message_reaction. */
  react(messageId: number, emoji: '👍' | '👎' | '❤' | '🔥' | null): number {
    const before = this.reactions.get(messageId)
    if (emoji === null) this.reactions.delete(messageId)
    else this.reactions.set(messageId, emoji)
    this.bot.surroundings.changed(this.bot.user.id, this.record.chat.id)
    const reaction = {
      chat: this.record.chat,
      message_id: messageId,
      user: this.current,
      date: this.bot.surroundings.now(),
      old_reaction: before ? [{ type: 'emoji', emoji: before }] : [],
      new_reaction: emoji ? [{ type: 'emoji', emoji }] : [],
    }
    return emitRaw(
      this.bot,
      { message_reaction: reaction },
      { queue: `message_reaction:${this.id}`, known: true },
    )
  }
}
