import type { Message, MessageEntity, Update, User } from '@grammyjs/types'
import type { BotState, ChatRecord, SentMessage } from './bot-state.ts'
import { findEntities } from './entities.ts'
import { withoutReply } from './outgoing.ts'
import { memberAs, privateChat } from './person-shapes.ts'
import { emitRaw, type RawUpdate } from './raw-update.ts'

/** `updateId` is 0 when the bot has not asked for this kind of update. */
export type Sent = { updateId: number; messageId: number }
export type MessageOptions = {
  replyTo?: number
  /** Part of the replied message that was chosen. */
  quote?: string
  /** When it was written, for messages that waited. */
  date?: Date
  updateId?: number
  forwardFrom?: string
}
export type TextOptions = MessageOptions & { entities?: MessageEntity[] }

const dayS = 24 * 3600

/** The private chat of a person with the bot: writing, editing, blocking. */
export class PersonChat {
  readonly id: number
  protected readonly bot: BotState
  protected readonly record: ChatRecord
  protected current: User

  constructor(bot: BotState, user: User, standing: ChatRecord['standing'] = 'silent') {
    this.id = user.id
    this.bot = bot
    this.current = user
    this.record = bot.addChat(privateChat(user), user, standing)
  }

  get user(): User {
    return this.current
  }

  get isBlocking(): boolean {
    return this.record.standing === 'blocked'
  }

  /** The chat as this person sees it, in order. */
  history(): Message[] {
    return [...this.record.messages.values()]
  }

  lastMessage(): Message | null {
    return this.record.messages.get(this.record.lastMessageId) ?? null
  }

  /** Rows of the reply keyboard the bot showed last, or null. */
  get replyKeyboard(): unknown {
    return this.record.replyKeyboard
  }

  message(messageId: number): Message | null {
    return this.record.messages.get(messageId) ?? null
  }

  /** What the bot delivered to this person. */
  received(): SentMessage[] {
    return this.bot.sent.filter((message) => message.chatId === this.id)
  }

  /** Sends a message of these fields; everything below is a short way to it. */
  send(fields: Partial<Message>, options: MessageOptions = {}): Sent {
    if (this.record.standing === 'blocked')
      throw new Error('this person has blocked the bot: unblock() first')
    if (this.record.standing === 'silent') this.record.standing = 'open'
    const date = options.date ? Math.floor(options.date.getTime() / 1000) : this.bot.surroundings.now()
    const message = this.bot.addMessage(this.record, {
      from: this.current,
      date,
      ...fields,
      ...this.context(options),
    })
    return this.emitMessage('message', message, date + dayS, options.updateId)
  }

  sendText(text: string, options: TextOptions = {}): Sent {
    const entities = findEntities(text, options.entities)
    return this.send({ text, ...(entities.length > 0 ? { entities } : {}) }, options)
  }

  /** Presses Start, or opens t.me/BOT?start=PARAMETER; a blocked bot is unblocked by that. */
  start(parameter?: string): Sent {
    if (parameter !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(parameter)) {
      throw new Error('a start parameter is 1–64 characters of A-Z a-z 0-9 _ -')
    }
    if (this.isBlocking) this.unblock()
    return this.sendText(parameter ? `/start ${parameter}` : '/start')
  }

  /** Edits a text; a message the chat does not know is taken for one sent long ago. */
  edit(
    messageId: number,
    text: string,
    options: { entities?: MessageEntity[]; updateId?: number } = {},
  ): Sent {
    const entities = findEntities(text, options.entities)
    return this.store(
      messageId,
      { text, entities: entities.length > 0 ? entities : undefined },
      options.updateId,
    )
  }

  editCaption(messageId: number, caption: string, options: { updateId?: number } = {}): Sent {
    return this.store(messageId, { caption, caption_entities: undefined }, options.updateId)
  }

  block(): number {
    if (this.isBlocking) return 0
    this.record.standing = 'blocked'
    return this.emitMember('member', 'kicked')
  }

  unblock(): number {
    if (!this.isBlocking) return 0
    this.record.standing = 'open'
    return this.emitMember('kicked', 'member')
  }

  /** Any update at all, as it stands; `update_id` is added unless given. Not filtered by allowed_updates. */
  raw(update: RawUpdate): number {
    return emitRaw(this.bot, update, { queue: `chat:${this.id}`, known: false })
  }

  protected setUser(user: User): void {
    this.current = user
    this.record.user = user
    this.record.chat = privateChat(user)
    this.bot.surroundings.changed(this.bot.user.id, this.id)
  }

  private context(options: MessageOptions): Partial<Message> {
    const replied = options.replyTo === undefined ? undefined : this.record.messages.get(options.replyTo)
    const date = this.bot.surroundings.now()
    return {
      ...(replied ? { reply_to_message: withoutReply(replied) } : {}),
      ...(options.quote ? { quote: { text: options.quote, position: 0, is_manual: true } } : {}),
      ...(options.forwardFrom
        ? { forward_origin: { type: 'hidden_user', sender_user_name: options.forwardFrom, date } }
        : {}),
    }
  }

  private store(messageId: number, fields: Partial<Message>, updateId: number | undefined): Sent {
    const now = this.bot.surroundings.now()
    const before = this.record.messages.get(messageId)
    if (before && before.from?.id !== this.id) throw new Error('a person can edit their own messages only')
    const base: Message = before ?? {
      message_id: messageId,
      date: now - dayS,
      chat: this.record.chat,
      from: this.current,
    }
    const message: Message = {
      ...base,
      from: this.current,
      chat: this.record.chat,
      ...fields,
      edit_date: now,
    }
    this.record.messages.set(messageId, message)
    this.bot.surroundings.changed(this.bot.user.id, this.id)
    return this.emitMessage('edited_message', message, now + dayS, updateId)
  }

  private emitMessage(
    kind: 'message' | 'edited_message',
    message: Message,
    until: number,
    wanted?: number,
  ): Sent {
    // A private chat's message always has `from` and, when edited, `edit_date`.
    const update = { [kind]: message } as Omit<Update, 'update_id'>
    const updateId = this.bot.emit(update, `chat:${this.id}`, kind, until, wanted)
    return { updateId, messageId: message.message_id }
  }

  private emitMember(before: 'member' | 'kicked', after: 'member' | 'kicked'): number {
    const date = this.bot.surroundings.now()
    const my_chat_member = {
      chat: this.record.chat,
      from: this.current,
      date,
      old_chat_member: memberAs(this.bot.user, before),
      new_chat_member: memberAs(this.bot.user, after),
    }
    return this.bot.emit({ my_chat_member }, `my_chat_member:${this.id}`, 'my_chat_member', date + dayS)
  }
}
