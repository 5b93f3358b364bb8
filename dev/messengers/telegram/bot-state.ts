import type { Chat, Message, MessageEntity, PhotoSize, Update, User } from '@grammyjs/types'
import { FileStore } from './file-store.ts'
import { FaultPlan } from './faults.ts'
import { FloodMeter } from './flood-meter.ts'
import type { Surroundings } from './surroundings.ts'
import { UpdateLog, type UpdateKind } from './update-log.ts'
import { WebhookDelivery } from './webhook-delivery.ts'

/** A file that reached a person, with its bytes. */
export type SentFile = {
  kind: string
  name: string
  mime: string
  size: number
  sha256: string
  bytes: Buffer
}

/** A message the bot delivered. `text` and `entities` are as the person sees them: trimmed, offsets moved along. */
export type SentMessage = {
  chatId: number
  messageId: number
  method: string
  text: string | null
  caption: string | null
  /** Of the text or the caption, as given; found links and mentions are only in the answer. */
  entities: MessageEntity[]
  files: SentFile[]
  mediaGroupId: string | null
  replyTo: number | null
  replyMarkup: unknown
  at: Date
}

export type Call = { method: string; params: unknown; at: Date; outcome: string }

export type ChatRecord = {
  chat: Chat
  /** `silent`: known to the messenger, but has never written to the bot. `left`: the bot was removed from the group. */
  standing: 'silent' | 'open' | 'blocked' | 'deactivated' | 'left' | 'migrated'
  user: User | null
  migratedTo: number | null
  lastMessageId: number
  messages: Map<number, Message>
  /** The bot's own, by the number of the message. */
  reactions: Map<number, string>
  /** What stands above the person's keyboard now: the last reply keyboard the bot sent. */
  replyKeyboard: unknown
  /** Newest first, each in its sizes. */
  profilePhotos: PhotoSize[][]
}

/** Everything the messenger knows about one bot. */
export class BotState {
  readonly token: string
  readonly user: User & { username: string }
  readonly surroundings: Surroundings
  readonly chats = new Map<number, ChatRecord>()
  readonly files: FileStore
  readonly faults: FaultPlan
  readonly flood: FloodMeter
  readonly updates: UpdateLog
  readonly delivery: WebhookDelivery
  readonly sent: SentMessage[] = []
  readonly calls: Call[] = []
  /** Open callback queries by id, with the Unix time they were pressed. */
  readonly callbacks = new Map<string, number>()
  readonly sentWaiters = new Set<() => void>()
  revoked = false
  nextWebhookAt = 0
  private mediaGroups = 0

  constructor(user: User & { username: string }, token: string, surroundings: Surroundings) {
    this.user = user
    this.token = token
    this.surroundings = surroundings
    this.files = new FileStore(surroundings)
    this.faults = new FaultPlan(surroundings.random)
    this.flood = new FloodMeter(surroundings)
    this.updates = new UpdateLog(surroundings)
    this.delivery = new WebhookDelivery(this.updates, this.faults, surroundings)
  }

  addChat(chat: Chat, user: User | null, standing: ChatRecord['standing']): ChatRecord {
    const record: ChatRecord = {
      chat,
      user,
      standing,
      migratedTo: null,
      lastMessageId: this.surroundings.firstId ?? 0,
      messages: new Map(),
      reactions: new Map(),
      replyKeyboard: null,
      profilePhotos: [],
    }
    this.chats.set(chat.id, record)
    this.surroundings.changed(this.user.id, chat.id)
    return record
  }

  /** Writes a message into a chat under the chat's next id. */
  addMessage(record: ChatRecord, fields: Omit<Partial<Message>, 'message_id'>): Message {
    record.lastMessageId += 1
    const message: Message = {
      message_id: record.lastMessageId,
      date: this.surroundings.now(),
      chat: record.chat,
      ...fields,
    }
    record.messages.set(message.message_id, message)
    this.surroundings.changed(this.user.id, record.chat.id)
    return message
  }

  nextMediaGroupId(): string {
    this.mediaGroups += 1
    return `13${String(this.user.id).slice(-6)}${String(this.mediaGroups).padStart(9, '0')}`
  }

  /** Makes an update known to the bot; 0 when the bot has not asked for this kind. */
  emit(
    update: Omit<Update, 'update_id'>,
    queue: string,
    kind: UpdateKind,
    livesUntil: number,
    updateId?: number,
  ): number {
    const entry = this.updates.add(update, { queue, kind, livesUntil, updateId })
    if (!entry) return 0
    this.delivery.enqueue(entry)
    return entry.id
  }
}
