import { randomBytes } from 'node:crypto'
import type { CommunityState, PersonRecord, Standing } from './community-state.ts'
import type { Fields } from './json.ts'
import { bare, type SentMessage, type VkMessage } from './message.ts'
import { mediaOf, stickerBytes, type FileOptions } from './person-media.ts'

export type MessageOptions = {
  /** Number in the chat of the message that is answered. */
  replyTo?: number
  /** When it was written, for messages that waited. */
  date?: Date
  ref?: string
  refSource?: string
  /** Of a keyboard's text button: JSON. */
  payload?: string
  forward?: VkMessage[]
}

/** A client: everything a person can do in the talk with the community. */
export class Person {
  readonly id: number
  private readonly community: CommunityState
  private readonly record: PersonRecord
  private readonly reactions = new Map<number, number>()

  constructor(community: CommunityState, record: PersonRecord) {
    this.id = record.id
    this.community = community
    this.record = record
  }

  get name(): string {
    return `${this.record.firstName} ${this.record.lastName}`.trim()
  }

  get standing(): Standing {
    return this.record.standing
  }

  /** Up to which of his messages the community has read. */
  get readByCommunity(): number {
    return this.record.readByUs
  }

  /** Whether the community has shown that somebody is typing. */
  get isTypedTo(): boolean {
    return this.record.isTypedTo
  }

  reactionTo(number: number): number | null {
    return this.reactions.get(number) ?? null
  }

  /** The community's reaction to a message, by its number; null when there is none. */
  reactionOn(number: number): number | null {
    return this.record.ourReactions.get(number) ?? null
  }

  /** The talk as this person sees it, in order. */
  history(): VkMessage[] {
    return [...this.record.messages]
  }

  message(number: number): VkMessage | null {
    return this.record.messages.find((each) => each.conversation_message_id === number) ?? null
  }

  received(): SentMessage[] {
    return this.community.sent.filter(({ peerId }) => peerId === this.id)
  }

  /** Sends a message of these fields; everything below is a short way to it. */
  send(fields: Partial<VkMessage>, options: MessageOptions = {}): VkMessage {
    if (this.record.standing === 'blacklisted')
      throw new Error('the community has this person on its blacklist')
    if (this.record.standing !== 'open') this.record.standing = 'open'
    const replied = options.replyTo === undefined ? null : this.message(options.replyTo)
    const message = this.community.addMessage(this.record, {
      from_id: this.id,
      ...(options.date ? { date: Math.floor(options.date.getTime() / 1000) } : {}),
      ...(options.ref === undefined ? {} : { ref: options.ref }),
      ...(options.refSource === undefined ? {} : { ref_source: options.refSource }),
      ...(options.payload === undefined ? {} : { payload: options.payload }),
      ...(replied ? { reply_message: bare(replied) } : {}),
      ...(options.forward ? { fwd_messages: options.forward } : {}),
      ...fields,
    })
    const client_info = {
      button_actions: ['text', 'callback'],
      keyboard: true,
      inline_keyboard: true,
      lang_id: 0,
    }
    this.community.emit('message_new', { message, client_info }, this.id)
    return message
  }

  sendText(text: string, options: MessageOptions = {}): VkMessage {
    return this.send({ text }, options)
  }

  /** The start button of the talk. */
  start(options: MessageOptions = {}): VkMessage {
    return this.sendText('Начать', { payload: '{"command":"start"}', ...options })
  }

  sendPhoto(options: FileOptions & MessageOptions = {}): VkMessage {
    return this.sendFiles([{ ...options, kind: 'photo' }], options.text, options)
  }

  sendDocument(options: FileOptions & MessageOptions = {}): VkMessage {
    return this.sendFiles([{ ...options, kind: 'doc' }], options.text, options)
  }

  sendVoice(options: FileOptions & MessageOptions = {}): VkMessage {
    return this.sendFiles([{ ...options, kind: 'audio_message' }], '', options)
  }

  /** Up to ten files in one message. */
  sendFiles(
    files: (FileOptions & { kind: 'photo' | 'doc' | 'audio_message' })[],
    text = '',
    options: MessageOptions = {},
  ): VkMessage {
    return this.send(
      { text, attachments: files.map((file) => mediaOf(this.community, this.id, file)) },
      options,
    )
  }

  /** Anything attached, as VK writes it: `{type, [type]: …}`; also what it has not had so far. */
  sendAttachment(type: string, content: Fields, text = ''): VkMessage {
    return this.send({ text, attachments: [{ type, [type]: content }] })
  }

  sendSticker(id = 9008): VkMessage {
    const file = this.community.files.add('sticker.jpg', 'image/jpeg', stickerBytes())
    const images = [64, 128, 256, 512].map((side) => ({
      url: `${file.url}?side=${side}`,
      width: side,
      height: side,
    }))
    return this.sendAttachment('sticker', {
      product_id: 279,
      sticker_id: id,
      images,
      images_with_background: images,
    })
  }

  sendPlace(latitude = 59.9387, longitude = 30.3162, title: string | null = null): VkMessage {
    const place = title === null ? {} : { place: { title, country: 'Россия', city: 'Санкт-Петербург' } }
    return this.send({ geo: { type: 'point', coordinates: { latitude, longitude }, ...place } })
  }

  /** Passes messages on, with or without words of his own. */
  forward(messages: VkMessage[], text = ''): VkMessage {
    return this.send({ text }, { forward: messages.map((each) => ({ ...each, out: 0 })) })
  }

  edit(number: number, text: string): VkMessage {
    const message = this.message(number)
    if (!message || message.from_id !== this.id) throw new Error('a person can edit their own messages only')
    message.text = text
    message.update_time = this.community.surroundings.now()
    this.community.emit('message_edit', message, this.id)
    return message
  }

  /** Deletes a message; VK tells nobody. */
  delete(number: number): void {
    this.record.messages = this.record.messages.filter((each) => each.conversation_message_id !== number)
  }

  /** Reads everything up to a message, the last one unless told otherwise. */
  read(number = this.record.lastNumber): void {
    const id = this.message(number)?.id ?? 0
    const object = {
      from_id: this.id,
      peer_id: this.id,
      read_message_id: id,
      conversation_message_id: number,
    }
    this.community.emit('message_read', object, this.id)
  }

  type(): void {
    const object = { state: 'typing', from_id: this.id, to_id: -this.community.id }
    this.community.emit('message_typing_state', object, this.id)
  }

  /** Lets the community write, or forbids it. */
  allow(key = ''): void {
    this.record.standing = 'open'
    this.community.emit('message_allow', { user_id: this.id, key }, this.id)
  }

  deny(): void {
    this.record.standing = 'denied'
    this.community.emit('message_deny', { user_id: this.id }, this.id)
  }

  /** Presses a callback button. @returns the id by which it is answered. */
  press(payload: unknown, number = this.record.lastNumber): string {
    const eventId = randomBytes(6).toString('hex')
    this.community.presses.set(eventId, { userId: this.id, at: this.community.surroundings.now() })
    const object = {
      user_id: this.id,
      peer_id: this.id,
      event_id: eventId,
      payload,
      conversation_message_id: number,
    }
    this.community.emit('message_event', object, this.id)
    return eventId
  }

  /** Whether the mark on a pressed button was taken off. */
  isAnswered(eventId: string): boolean {
    return !this.community.presses.has(eventId)
  }

  react(number: number, reaction: number | null): void {
    if (reaction === null) this.reactions.delete(number)
    else this.reactions.set(number, reaction)
    this.community.surroundings.changed(this.community.id, this.id)
    const id = reaction === null ? {} : { reaction_id: reaction }
    const object = { reacted_id: this.id, peer_id: this.id, cmid: number, ...id }
    this.community.emit('message_reaction_event', object, this.id)
  }

  rename(firstName: string, lastName = ''): void {
    Object.assign(this.record, { firstName, lastName })
    this.community.surroundings.changed(this.community.id, this.id)
  }

  setPhoto(bytes: Buffer): string {
    this.record.photoUrl = this.community.files.add('photo_200.jpg', 'image/jpeg', bytes).url
    return this.record.photoUrl
  }

  /** Standings of which VK tells the community nothing. */
  become(standing: Exclude<Standing, 'open' | 'denied'>): void {
    this.record.standing = standing
  }
}
