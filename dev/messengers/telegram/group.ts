import type { Chat, ChatMember, Message, Update, User } from '@grammyjs/types'
import type { BotState, ChatRecord } from './bot-state.ts'
import { findEntities } from './entities.ts'
import type { Sent } from './person-chat.ts'
import { type RawUpdate, emitRaw } from './raw-update.ts'

export type GroupType = 'group' | 'supergroup' | 'channel'
export type GroupOptions = { id?: number; type?: GroupType; title?: string; username?: string }

const dayS = 24 * 3600

/** A group, supergroup or channel the bot was added to. */
export class Group {
  readonly id: number
  readonly type: GroupType
  private readonly bot: BotState
  private readonly record: ChatRecord

  constructor(bot: BotState, id: number, options: GroupOptions) {
    this.id = id
    this.bot = bot
    this.type = options.type ?? 'group'
    this.record = bot.addChat(groupChat(id, this.type, options), null, 'open')
  }

  /** A member writes; in a channel it is a post of the channel itself. */
  sendText(text: string, from: User = memberOf(this.id)): Sent {
    const entities = findEntities(text)
    return this.send({ text, ...(entities.length > 0 ? { entities } : {}) }, from)
  }

  edit(messageId: number, text: string): Sent {
    const before = this.record.messages.get(messageId)
    if (!before) throw new Error(`no message ${messageId} in this chat`)
    const message: Message = { ...before, text, edit_date: this.bot.surroundings.now() }
    this.record.messages.set(messageId, message)
    return this.emit(this.type === 'channel' ? 'edited_channel_post' : 'edited_message', message)
  }

  /** A group becomes a supergroup: service messages in both, sends to the old id are refused with the new one. */
  migrate(newId: number): Group {
    const supergroup = new Group(this.bot, newId, {
      id: newId,
      type: 'supergroup',
      title: this.record.chat.title ?? '',
    })
    this.send({ migrate_to_chat_id: newId }, memberOf(this.id))
    supergroup.send({ migrate_from_chat_id: this.id }, memberOf(this.id))
    this.record.standing = 'migrated'
    this.record.migratedTo = newId
    return supergroup
  }

  addBot(by: User = memberOf(this.id)): number {
    this.record.standing = 'open'
    return this.emitMember('left', 'member', by)
  }

  removeBot(by: User = memberOf(this.id)): number {
    this.record.standing = 'left'
    return this.emitMember('member', 'left', by)
  }

  raw(update: RawUpdate): number {
    return emitRaw(this.bot, update, { queue: `chat:${this.id}`, known: false })
  }

  private send(fields: Partial<Message>, from: User): Sent {
    const isChannel = this.type === 'channel'
    const author = isChannel ? { sender_chat: this.record.chat } : { from }
    const message = this.bot.addMessage(this.record, { ...author, ...fields })
    return this.emit(isChannel ? 'channel_post' : 'message', message)
  }

  private emit(kind: string, message: Message): Sent {
    // `kind` agrees with the type of the chat.
    const update = { [kind]: message } as Omit<Update, 'update_id'>
    const until = this.bot.surroundings.now() + dayS
    const updateId = this.bot.emit(update, `chat:${this.id}`, kind, until)
    return { updateId, messageId: message.message_id }
  }

  private emitMember(before: 'member' | 'left', after: 'member' | 'left', from: User): number {
    const date = this.bot.surroundings.now()
    const { user } = this.bot
    const old_chat_member: ChatMember = { status: before, user }
    const new_chat_member: ChatMember = { status: after, user }
    const my_chat_member = { chat: this.record.chat, from, date, old_chat_member, new_chat_member }
    return this.bot.emit({ my_chat_member }, `my_chat_member:${this.id}`, 'my_chat_member', date + dayS)
  }
}

const memberOf = (groupId: number): User => ({
  id: 6_200_000_000 + (Math.abs(groupId) % 1000),
  is_bot: false,
  first_name: 'Мария',
  username: 'group_member',
})

const groupChat = (id: number, type: GroupType, options: GroupOptions): Chat => {
  const title = options.title ?? (type === 'channel' ? 'Новости склада' : 'Соседи по двору')
  if (type === 'group') return { id, type, title }
  return { id, type, title, ...(options.username ? { username: options.username } : {}) }
}
